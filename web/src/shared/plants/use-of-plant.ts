import { useCallback } from 'react';
import { usePlantSelection } from './plant-selection';

interface Owned {
  /** Null: of every plant. */
  plant_id: number | null;
}

/** Whether something belongs to the selected plant, or to every one. */
export function useOfPlant(): (thing: Owned) => boolean {
  const plantId = usePlantSelection((state) => state.plantId);
  return useCallback(({ plant_id }) => plant_id === null || plant_id === plantId, [plantId]);
}
