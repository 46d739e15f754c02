// Mapping: which topic or node feeds which characteristic, and which characteristics have no source.
import { AddressNotice } from '@/shared/address/address-notice';
import { useUnmet } from '@/shared/address/use-unmet';
import type { Source } from '@/shared/connectivity/source';
import { useTemplates } from '@/shared/api/queries/templates';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { Copy, FileUp, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ProtocolChips } from '../protocol-chips';
import { SearchBox } from '@/shared/ui/search-box';
import { StaleNotice } from '../stale-notice';
import { TemplateDialog } from '../template/template-dialog';
import { useServers } from '../use-servers';
import { ImportDialog } from './import-dialog';
import type { Asked } from './mapping-choice';
import { MappingDialog } from './mapping-dialog';
import { countRows, filterRows, MAPPING_RULES, type Shown, shownOf } from './mapping-rows';
import { MappingTable } from './mapping-table';
import { RemoveDialog } from './remove-dialog';
import { useMappingRows } from './use-mapping-rows';

const STEP = 200;

export function Component() {
  const { t } = useTranslation('connectivity');
  const { rows, sources, error, refetch } = useMappingRows();
  const { data: servers = [] } = useServers();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(STEP);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [removed, setRemoved] = useState<Source | null>(null);
  const [importing, setImporting] = useState(false);
  const [isTemplateOpen, setTemplateOpen] = useState(false);
  const { data: templates = [] } = useTemplates(usePlantSelection((state) => state.plantId));
  const newMachines = templates.reduce((sum, { new_count }) => sum + (new_count ?? 0), 0);
  const unmet = useUnmet(MAPPING_RULES);
  const shown = shownOf(params.get('show'));
  const show = (value: Shown) => setParams(value === 'all' ? {} : { show: value }, { replace: true });

  if (!rows) {
    return (
      <Card className="flex-1">
        {error ? (
          <ErrorState title={t('mapping.failed')} error={error} onRetry={refetch} />
        ) : (
          <LoadingState text={t('mapping.loading')} />
        )}
      </Card>
    );
  }
  const counts = countRows(rows);
  const found = filterRows(rows, shown, search);
  const mapped = counts.all - counts.unmapped;
  return (
    <>
      {error && <StaleNotice error={error} onRetry={refetch} />}
      <AddressNotice unmet={unmet} onAdopt={() => show(shown)} shown={{ show: t('protocols.all') }} />
      <div className="flex flex-wrap items-center gap-2.5">
        <h2 className="px-1 text-lg font-semibold">{t('mapping.title')}</h2>
        <ProtocolChips<Shown>
          value={shown}
          onChange={show}
          counts={counts}
          more={[{ value: 'unmapped', label: t('mapping.unmappedChip') }]}
        />
        <SearchBox label={t('mapping.search')} value={search} onChange={setSearch} className="w-64" />
        <div className="flex-1" />
        <Button icon={<FileUp size={15} aria-hidden />} onClick={() => setImporting(true)}>
          {t('import.open')}
        </Button>
        <Button icon={<Copy size={15} aria-hidden />} onClick={() => setTemplateOpen(true)}>
          {newMachines > 0 ? t('template.openNew', { count: newMachines }) : t('template.open')}
        </Button>
        <Button
          variant="primary"
          icon={<Plus size={15} aria-hidden />}
          onClick={() => setAsked({ kind: 'new' })}
        >
          {t('mapping.new')}
        </Button>
      </div>
      <Card className="flex min-h-0 flex-1 flex-col overflow-clip">
        {found.length === 0 ? (
          <EmptyState
            title={t(rows.length === 0 ? 'mapping.empty' : 'mapping.noMatch')}
            hint={rows.length === 0 ? t('mapping.emptyHint') : undefined}
          />
        ) : (
          <MappingTable
            rows={found.slice(0, limit)}
            actions={{
              onMap: (characteristicId) => setAsked({ kind: 'map', characteristicId }),
              onEdit: (source) => setAsked({ kind: 'edit', source }),
              onRemove: setRemoved,
            }}
            more={
              found.length > limit && (
                <div className="flex justify-center p-2">
                  <Button onClick={() => setLimit(limit + STEP)}>
                    {t('mapping.more', { count: found.length - limit })}
                  </Button>
                </div>
              )
            }
          />
        )}
        <p className="border-t border-line px-3 py-1.5 text-ink-muted tabular">
          {t('mapping.footer', { count: mapped, unmapped: counts.unmapped })}
        </p>
      </Card>
      {asked && (
        <MappingDialog asked={asked} servers={servers} sources={sources} onClose={() => setAsked(null)} />
      )}
      {removed && <RemoveDialog source={removed} onClose={() => setRemoved(null)} />}
      {isTemplateOpen && <TemplateDialog servers={servers} onClose={() => setTemplateOpen(false)} />}
      {importing && <ImportDialog rows={rows} onClose={() => setImporting(false)} />}
    </>
  );
}
