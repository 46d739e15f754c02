// Every stored sample of a characteristic, by time, in pages.
import { useExistingPage } from '@/shared/address/use-existing-page';
import { useSamples } from '@/shared/api/queries/samples';
import type { Characteristic } from '@/shared/api/types';
import { pagesOf } from '@/shared/table/pages';
import { TablePages } from '@/shared/table/table-pages';
import { Badge } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { Checkbox } from '@/shared/ui/field';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { TimeRangeField } from '@/shared/ui/time-range-field';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryState } from '../entry-url';
import type { ChangeEntry } from '../use-entry-state';
import { useEntryStore } from '@/shared/entry/entry-store';
import type { SampleAction } from './sample-actions';
import { SampleTable } from './sample-table';

const PAGE_SIZE = 20;

interface PartProps {
  state: EntryState;
  onChange: ChangeEntry;
}

function Filters({ state, onChange }: PartProps) {
  const { t } = useTranslation('dataEntry');
  const active = Number(state.window !== null) + Number(state.includeExcluded);
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2 px-3 py-2.5">
      <TimeRangeField value={state.window} allowAll onChange={(window) => onChange({ window, page: 1 })} />
      <Checkbox
        className="h-8"
        label={t('history.includeExcluded')}
        checked={state.includeExcluded}
        onChange={(event) => onChange({ includeExcluded: event.target.checked, page: 1 })}
      />
      {active > 0 && (
        <span className="flex h-8 items-center gap-2">
          <Badge tone="info">{t('history.filters', { count: active })}</Badge>
          <Button variant="quiet" onClick={() => onChange({ window: null, includeExcluded: false, page: 1 })}>
            {t('history.clearAll')}
          </Button>
        </span>
      )}
    </div>
  );
}

interface HistoryProps extends PartProps {
  characteristic: Characteristic;
  onOpen: (sampleId: number) => void;
  onAction: (action: SampleAction) => void;
}

export function History({ characteristic, state, onChange, onOpen, onAction }: HistoryProps) {
  const { t } = useTranslation('dataEntry');
  const mine = useEntryStore((store) => store.submitted);
  const { window, includeExcluded, oldestFirst, page } = state;
  const query = useSamples(
    {
      characteristic_id: characteristic.id,
      include_excluded: includeExcluded,
      sort_dir: oldestFirst ? 'asc' : 'desc',
      offset: (page - 1) * PAGE_SIZE,
      limit: PAGE_SIZE,
    },
    window,
  );
  const { data } = query;

  // Deleting may leave the last page without rows.
  const lastPage = data && !query.isPlaceholderData ? pagesOf(data.total, PAGE_SIZE) : null;
  const goTo = useCallback((to: number) => onChange({ page: to }), [onChange]);
  useExistingPage(page, lastPage, goTo);

  const body = () => {
    if (query.isError && !data) {
      return (
        <ErrorState title={t('history.failed')} error={query.error} onRetry={() => void query.refetch()} />
      );
    }
    if (!data) return <LoadingState text={t('history.loading')} />;
    if (data.total === 0) {
      return <EmptyState title={t('history.empty')} hint={window ? t('history.emptyHint') : undefined} />;
    }
    return (
      <>
        <SampleTable
          characteristic={characteristic}
          samples={data.items}
          mine={mine}
          onOpen={onOpen}
          onAction={onAction}
          full
          sort={{ oldestFirst, onChange: (next) => onChange({ oldestFirst: next, page: 1 }) }}
        />
        <TablePages
          page={page}
          size={PAGE_SIZE}
          total={data.total}
          onPage={goTo}
          showing={(range) => t('history.showing', range)}
        />
      </>
    );
  };

  return (
    <Card aria-label={t('history.title')} className="flex flex-col">
      <Filters state={state} onChange={onChange} />
      <div className="border-t border-line">{body()}</div>
    </Card>
  );
}
