// Everything about entering samples of one characteristic: the form and its result, and beside it what was measured before.
import type { Characteristic } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { SampleInspector } from '@/shared/samples/sample-inspector';
import { useState } from 'react';
import { dashboardLink } from './dashboard-link';
import { EntryChart, useEntryModel } from './entry-chart';
import { useEntryStore } from '@/shared/entry/entry-store';
import type { EntryState } from './entry-url';
import { SampleForm } from './form/sample-form';
import { ResultCard } from './result-card';
import { History } from './samples/history';
import { type SampleAction, SampleActionDialog } from './samples/sample-actions';
import { RecentSamples } from './samples/recent-samples';
import type { ChangeEntry } from './use-entry-state';

interface EntryPanelProps {
  characteristic: Characteristic;
  state: EntryState;
  onChange: ChangeEntry;
  onStep: (by: 1 | -1) => void;
}

export function EntryPanel({ characteristic, state, onChange, onStep }: EntryPanelProps) {
  const { id } = characteristic;
  const plantId = usePlantSelection((selection) => selection.plantId);
  const last = useEntryStore((store) => store.last[id]);
  const chart = useEntryModel(id);
  const [opened, setOpened] = useState<number | null>(null);
  const [action, setAction] = useState<SampleAction | null>(null);
  const link = (sampleId: number, timestamp: string) =>
    dashboardLink({ plantId, characteristicId: id, sampleId, timestamp });

  return (
    <>
      {state.view === 'history' ? (
        <History
          characteristic={characteristic}
          state={state}
          onChange={onChange}
          onOpen={setOpened}
          onAction={setAction}
        />
      ) : (
        // One column on a narrow screen, where a result comes first; on a wide one the form with what was measured before at
        // the left, the result with its chart at the right.
        <div className="flex flex-col gap-2.5 xl:grid xl:grid-cols-[26rem_minmax(0,1fr)] xl:items-start">
          <SampleForm characteristic={characteristic} onStep={onStep} />
          <div className="contents xl:row-span-2 xl:flex xl:flex-col xl:gap-2.5 xl:self-stretch">
            <ResultCard characteristic={characteristic} dashboardLink={link} onOpen={setOpened} />
            <EntryChart chart={chart} selectedId={last?.sample_id ?? null} onOpen={setOpened} />
          </div>
          <RecentSamples
            characteristic={characteristic}
            onOpen={setOpened}
            onAction={setAction}
            onShowAll={() => onChange({ view: 'history', page: 1 })}
          />
        </div>
      )}
      <SampleActionDialog action={action} characteristic={characteristic} onClose={() => setAction(null)} />
      <SampleInspector
        sampleId={opened}
        model={chart.model}
        characteristic={characteristic}
        onOpen={setOpened}
      />
    </>
  );
}
