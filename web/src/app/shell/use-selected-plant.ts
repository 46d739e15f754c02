import { usePlants } from '@/shared/api/queries/plants';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useEffect } from 'react';

/** Keeps the selection valid: the first plant when nothing is chosen, or when the chosen one is gone. */
export function useSelectedPlant(): void {
  const { data: plants } = usePlants();
  const { plantId, select } = usePlantSelection();
  useEffect(() => {
    if (!plants || plants.some(({ id }) => id === plantId)) return;
    select(plants[0]?.id ?? null);
  }, [plants, plantId, select]);
}
