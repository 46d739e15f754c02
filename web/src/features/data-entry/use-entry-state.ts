import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useFollowPlant } from '@/shared/plants/use-follow-plant';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { type EntryState, readEntry, writeEntry } from './entry-url';

/** The characteristic last entered at each plant: a station mostly measures the same one. */
const useRemembered = create<{ characteristics: Partial<Record<number, number>> }>()(
  persist(() => ({ characteristics: {} }), { name: 'openspc.data-entry' }),
);

export type ChangeEntry = (change: Partial<EntryState>) => void;

/** What data entry shows, and the one way to change it: through the address bar. */
export function useEntryState(): [EntryState, ChangeEntry] {
  const [params, setParams] = useSearchParams();
  const plantId = usePlantSelection((selection) => selection.plantId);
  const remembered = useRemembered(({ characteristics }) =>
    plantId === null ? undefined : characteristics[plantId],
  );
  const state = useMemo(() => {
    const read = readEntry(params);
    return { ...read, characteristicId: read.characteristicId ?? remembered ?? null };
  }, [params, remembered]);
  const forget = useCallback(() => setParams(new URLSearchParams(), { replace: true }), [setParams]);
  useFollowPlant(state.plantId, forget);

  const change = useCallback<ChangeEntry>(
    (partial) => {
      const { characteristicId } = partial;
      const isOther = characteristicId !== undefined && characteristicId !== state.characteristicId;
      const next = { ...state, ...(isOther ? { page: 1 } : {}), ...partial, plantId };
      if (isOther && plantId !== null && characteristicId !== null) {
        useRemembered.setState(({ characteristics }) => ({
          characteristics: { ...characteristics, [plantId]: characteristicId },
        }));
      }
      // Another characteristic or view is a step that "back" should undo; a filter is not.
      setParams(writeEntry(next), { replace: !isOther && partial.view === undefined });
    },
    [state, setParams, plantId],
  );
  return [state, change];
}
