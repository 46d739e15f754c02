// The dashboard: the list of characteristics at the left, the charts of the chosen one at the right.
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useHierarchy } from '@/shared/api/queries/hierarchy';
import type { Characteristic } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { CharacteristicPanel } from '@/shared/characteristics/characteristic-panel';
import { pathTo } from '@/shared/characteristics/tree-rows';
import { useShortcut } from '@/shared/lib/shortcuts';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useFollowCharacteristic } from '@/shared/plants/use-follow-characteristic';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { Dialog } from '@/shared/ui/dialog';
import { EmptyState, LoadingState } from '@/shared/ui/states';
import { ChartSpline, ListTree, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CharacteristicView } from './characteristic-view';
import { CreateDialogs, type CreateStep } from './create/create-dialogs';
import { CreateMenu } from './create/create-menu';
import { DashboardNotice } from './dashboard-notice';
import { useDashboard } from './use-dashboard';
import { useStrayingSample } from './use-straying-sample';

interface ListProps {
  selectedId: number | null;
  /** The node of the selected characteristic. */
  nodeId: number | null;
  onSelect: (characteristic: Characteristic) => void;
}

function CharacteristicList({ selectedId, nodeId, onSelect }: ListProps) {
  const { t } = useTranslation('dashboard');
  const canCreate = useCan('engineer');
  const [step, setStep] = useState<CreateStep>(null);
  // Where one has come to in the tree, until another characteristic is chosen.
  const [stand, setStand] = useState<{ selectedId: number | null; nodeId: number } | null>(null);
  const place = stand?.selectedId === selectedId ? stand.nodeId : nodeId;
  const addFirst = (
    <Button variant="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setStep('characteristic')}>
      {t('create.addCharacteristic')}
    </Button>
  );
  return (
    <>
      <div className="mb-2 flex h-8 items-center justify-between">
        <h2 className="text-base font-semibold">{t('characteristics')}</h2>
        {canCreate && <CreateMenu onStep={setStep} />}
      </div>
      <CharacteristicPanel
        selectedId={selectedId}
        onSelect={onSelect}
        onStand={(standing) => setStand({ selectedId, nodeId: standing })}
        emptyAction={canCreate ? addFirst : null}
      />
      {canCreate && <CreateDialogs place={place} step={step} onStep={setStep} onCreated={onSelect} />}
    </>
  );
}

/** Steps to the neighbour in the list with J and K. */
function useNeighbourShortcuts(
  all: readonly Characteristic[],
  selectedId: number | null,
  go: (id: number) => void,
) {
  const { t } = useTranslation('dashboard');
  const step = (by: number) => {
    const index = all.findIndex(({ id }) => id === selectedId);
    const next = all[index < 0 ? 0 : (index + by + all.length) % all.length];
    if (next) go(next.id);
  };
  useShortcut({ keys: 'j', description: t('shortcuts.next'), scope: 'page' }, () => step(1));
  useShortcut({ keys: 'k', description: t('shortcuts.previous'), scope: 'page' }, () => step(-1));
}

export function Component() {
  const { t } = useTranslation('dashboard');
  const [state, change] = useDashboard();
  const whereabouts = useFollowCharacteristic();
  const plantId = usePlantSelection((selection) => selection.plantId);
  const { data: characteristics, isPending } = useCharacteristics(plantId);
  const { data: nodes = [] } = useHierarchy(plantId);
  const [listOpen, setListOpen] = useState(false);
  const { characteristicId } = state;
  const selected = characteristics?.find(({ id }) => id === characteristicId);
  const isStrayingSample = useStrayingSample(state.sampleId, selected?.id);
  const shown = isStrayingSample ? { ...state, sampleId: null } : state;

  const go = (id: number) => change({ characteristicId: id, sampleId: null });
  const select = ({ id }: Characteristic) => {
    setListOpen(false);
    go(id);
  };
  useNeighbourShortcuts(characteristics ?? [], characteristicId, go);

  const detail = () => {
    if (selected) {
      return (
        <CharacteristicView
          key={selected.id}
          characteristic={selected}
          path={pathTo(nodes, selected.hierarchy_id)}
          state={shown}
          onChange={change}
        />
      );
    }
    const isSearching = isPending || whereabouts === 'searching';
    const isGone = characteristicId !== null;
    const isEmpty = characteristics?.length === 0 && whereabouts === 'here';
    if (isGone && isSearching) {
      return (
        <Card className="flex-1">
          <LoadingState text={t('loading')} />
        </Card>
      );
    }
    return (
      <Card className="flex-1">
        <EmptyState
          icon={<ChartSpline aria-hidden size={28} />}
          title={t(isEmpty ? 'emptyPlant' : isGone ? 'notFound' : 'selectHint')}
          hint={t(isEmpty ? 'emptyPlantHint' : 'selectHintKeys')}
        />
      </Card>
    );
  };

  return (
    <div className="flex gap-2.5 p-2.5 max-lg:flex-col lg:h-full lg:min-h-[40rem] print:block print:h-auto">
      <h1 className="sr-only">{t('title')}</h1>
      <Card className="flex w-72 shrink-0 flex-col p-2.5 max-lg:hidden print:hidden">
        <CharacteristicList
          selectedId={characteristicId}
          nodeId={selected?.hierarchy_id ?? null}
          onSelect={select}
        />
      </Card>
      <div className="lg:hidden print:hidden">
        <Button icon={<ListTree size={15} aria-hidden />} onClick={() => setListOpen(true)}>
          {t('showList')}
        </Button>
        <Dialog open={listOpen} onOpenChange={setListOpen} title={t('characteristics')} className="h-[85vh]">
          <CharacteristicPanel selectedId={characteristicId} onSelect={select} />
        </Dialog>
      </div>
      <div className="flex min-w-0 flex-1 scroll-thin flex-col gap-2.5 lg:min-h-0 lg:overflow-y-auto">
        <DashboardNotice
          state={state}
          whereabouts={whereabouts}
          isStrayingSample={isStrayingSample}
          onAdopt={() =>
            change({
              ...(whereabouts === 'nowhere' ? { characteristicId: null } : {}),
              ...(whereabouts === 'nowhere' || isStrayingSample ? { sampleId: null } : {}),
            })
          }
        />
        {detail()}
      </div>
    </div>
  );
}
