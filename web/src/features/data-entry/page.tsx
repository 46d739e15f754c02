// Data entry: the list of characteristics at the left; at the right the form, or the history, of the chosen one.
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useHierarchy } from '@/shared/api/queries/hierarchy';
import type { Characteristic } from '@/shared/api/types';
import { CharacteristicPanel } from '@/shared/characteristics/characteristic-panel';
import { pathTo } from '@/shared/characteristics/tree-rows';
import { useShortcut } from '@/shared/lib/shortcuts';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useFollowCharacteristic } from '@/shared/plants/use-follow-characteristic';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { Dialog } from '@/shared/ui/dialog';
import { Segmented } from '@/shared/ui/segmented';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { ListTree, SquarePen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CharacteristicInfo } from './characteristic-info';
import { EntryNotice } from './entry-notice';
import { EntryPanel } from './entry-panel';
import type { EntryState } from './entry-url';
import { type ChangeEntry, useEntryState } from './use-entry-state';

function Heading({ selected, path }: { selected: Characteristic | undefined; path: string[] }) {
  const { t } = useTranslation('dataEntry');
  return (
    <div className="min-w-0 flex-1">
      <h1 className={selected ? 'text-xs text-ink-muted' : 'text-xl font-semibold tracking-tight'}>
        {[t('title'), ...path].join(' / ')}
      </h1>
      {selected ? (
        <h2 className="text-xl leading-tight font-semibold tracking-tight">{selected.name}</h2>
      ) : (
        <p className="text-ink-muted">{t('subtitle')}</p>
      )}
    </div>
  );
}

function ViewSwitch({ state, onChange }: { state: EntryState; onChange: ChangeEntry }) {
  const { t } = useTranslation('dataEntry');
  return (
    <Segmented
      label={t('views.label')}
      value={state.view}
      onChange={(view) => onChange({ view, page: 1 })}
      options={[
        { value: 'entry', label: t('views.entry') },
        { value: 'history', label: t('views.history') },
      ]}
    />
  );
}

/** The characteristics in the order of the list, with the keys that step through them. */
function useStep(all: readonly Characteristic[], state: EntryState, onChange: ChangeEntry) {
  const { t } = useTranslation('dataEntry');
  const step = (by: 1 | -1) => {
    const index = all.findIndex(({ id }) => id === state.characteristicId);
    const next = all[index < 0 ? 0 : (index + by + all.length) % all.length];
    if (next) onChange({ characteristicId: next.id });
  };
  const scope = 'page';
  useShortcut({ keys: 'j', description: t('shortcuts.next'), scope }, () => step(1));
  useShortcut({ keys: 'k', description: t('shortcuts.previous'), scope }, () => step(-1));
  useShortcut({ keys: 'h', description: t('shortcuts.history'), scope }, () =>
    onChange({ view: state.view === 'entry' ? 'history' : 'entry', page: 1 }),
  );
  return step;
}

export function Component() {
  const { t } = useTranslation(['dataEntry', 'common']);
  const [state, change] = useEntryState();
  const whereabouts = useFollowCharacteristic();
  const plantId = usePlantSelection((selection) => selection.plantId);
  const query = useCharacteristics(plantId);
  const { data: characteristics } = query;
  const { data: nodes = [] } = useHierarchy(plantId);
  const [listOpen, setListOpen] = useState(false);
  const selected = characteristics?.find(({ id }) => id === state.characteristicId);
  const step = useStep(characteristics ?? [], state, change);
  const select = ({ id }: Characteristic) => {
    setListOpen(false);
    change({ characteristicId: id });
  };

  const detail = () => {
    if (selected) {
      return (
        <EntryPanel
          key={selected.id}
          characteristic={selected}
          state={state}
          onChange={change}
          onStep={step}
        />
      );
    }
    if (query.isError && !characteristics) {
      return (
        <Card className="flex-1">
          <ErrorState
            title={t('common:tree.failed')}
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        </Card>
      );
    }
    if ((!characteristics && plantId !== null) || whereabouts === 'searching') {
      return (
        <Card className="flex-1">
          <LoadingState text={t('loading')} />
        </Card>
      );
    }
    const isEmpty = characteristics?.length === 0 && whereabouts === 'here';
    const hint = state.view === 'history' ? 'selectHistoryHint' : 'selectHint';
    return (
      <Card className="flex-1">
        <EmptyState
          icon={<SquarePen aria-hidden size={28} />}
          title={t(isEmpty ? 'emptyPlant' : state.characteristicId !== null ? 'notFound' : hint)}
          hint={t(isEmpty ? 'emptyPlantHint' : 'selectHintKeys')}
        />
      </Card>
    );
  };

  return (
    <div className="flex gap-2.5 p-2.5 max-lg:flex-col lg:h-full print:block print:h-auto">
      <Card className="flex w-72 shrink-0 flex-col p-2.5 max-lg:hidden print:hidden">
        <h2 className="mb-2 flex h-8 items-center text-base font-semibold">{t('common:tree.title')}</h2>
        <CharacteristicPanel selectedId={state.characteristicId} onSelect={select} />
      </Card>
      <div className="flex min-w-0 flex-1 scroll-thin flex-col gap-2.5 lg:min-h-0 lg:overflow-y-auto">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-1">
          <Heading selected={selected} path={selected ? pathTo(nodes, selected.hierarchy_id) : []} />
          <Button
            className="lg:hidden"
            icon={<ListTree size={15} aria-hidden />}
            onClick={() => setListOpen(true)}
          >
            {t('showList')}
          </Button>
          <ViewSwitch state={state} onChange={change} />
          {selected && (
            <div className="w-full">
              <CharacteristicInfo characteristic={selected} />
              {selected.data_source?.is_active && (
                <p className="mt-1 text-info">
                  {t('connected', {
                    type: t(`protocols.${selected.data_source.type as 'mqtt'}`, selected.data_source.type),
                  })}
                </p>
              )}
            </div>
          )}
        </div>
        <EntryNotice
          state={state}
          whereabouts={whereabouts}
          onAdopt={() => change(whereabouts === 'nowhere' ? { characteristicId: null } : {})}
        />
        {detail()}
      </div>
      <Dialog open={listOpen} onOpenChange={setListOpen} title={t('common:tree.title')} className="h-[85vh]">
        <CharacteristicPanel selectedId={state.characteristicId} onSelect={select} />
      </Dialog>
    </div>
  );
}
