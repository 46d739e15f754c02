import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { busiest } from '@/shared/plants/busiest';
import { useCallback, useEffect, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useFollowPlant } from '@/shared/plants/use-follow-plant';
import {
  type DashboardPreferences,
  type DashboardState,
  defaultPreferences,
  readDashboard,
  writeDashboard,
} from './dashboard-url';

interface Remembered {
  preferences: DashboardPreferences;
  /** Last characteristic shown for each plant. */
  characteristics: Record<number, number>;
  /** Share of the height that the location chart gets. */
  ratio: number;
}

export const useRemembered = create<Remembered>()(
  persist((): Remembered => ({ preferences: defaultPreferences, characteristics: {}, ratio: 0.6 }), {
    name: 'openspc.dashboard',
  }),
);

export type DashboardChange = Partial<DashboardState>;

/** `isStep`: "back" undoes it. Another characteristic is one in any case. */
export type ChangeDashboard = (change: DashboardChange, isStep?: boolean) => void;

/** What the dashboard shows, and the one way to change it: through the address bar, remembered for the next visit. */
export function useDashboard(): [DashboardState, ChangeDashboard] {
  const [params, setParams] = useSearchParams();
  const plantId = usePlantSelection((state) => state.plantId);
  const preferences = useRemembered((state) => state.preferences);
  const lastShown = useRemembered((state) => (plantId === null ? undefined : state.characteristics[plantId]));

  const { data: characteristics } = useCharacteristics(plantId);
  const start = lastShown === undefined ? busiest(characteristics ?? [])?.id : undefined;
  useEffect(() => {
    // Remembered at once, so that what is shown stays when more happens elsewhere.
    if (plantId === null || start === undefined) return;
    useRemembered.setState((state) => ({ characteristics: { ...state.characteristics, [plantId]: start } }));
  }, [plantId, start]);

  const forget = useCallback(() => setParams(new URLSearchParams(), { replace: true }), [setParams]);
  useFollowPlant(readDashboard(params, preferences).plantId, forget);

  const state = useMemo(() => {
    const read = readDashboard(params, preferences);
    return { ...read, characteristicId: read.characteristicId ?? lastShown ?? null };
  }, [params, preferences, lastShown]);

  const change = useCallback(
    (partial: DashboardChange, isStep = partial.characteristicId !== undefined) => {
      const next = { ...state, ...partial, plantId };
      const { window, axis, histogram, showSpec, view, characteristicId } = next;
      useRemembered.setState(({ characteristics }) => ({
        preferences: { window, axis, histogram, showSpec, view },
        characteristics:
          plantId === null || characteristicId === null
            ? characteristics
            : { ...characteristics, [plantId]: characteristicId },
      }));
      // Another characteristic is a step that "back" should undo, as a closer look is; an option of the chart is not.
      setParams(writeDashboard(next), { replace: !isStep });
    },
    [state, setParams, plantId],
  );

  return [state, change];
}
