import { useCharacteristicsOfPlants } from '@/shared/api/queries/characteristics';
import { usePlants } from '@/shared/api/queries/plants';
import { busiestPlant } from '@/shared/plants/busiest';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useEffect } from 'react';

/** Keeps the selection valid: the plant where something happens when nothing is chosen, or when the chosen one is gone. */
export function useSelectedPlant(): void {
  const { data: plants } = usePlants();
  const { plantId, select } = usePlantSelection();
  const isMissing = plants !== undefined && !plants.some(({ id }) => id === plantId);
  const { byPlant, isPending } = useCharacteristicsOfPlants(isMissing ? plants.map(({ id }) => id) : []);
  const choice = isMissing && !isPending ? busiestPlant(byPlant) : undefined;
  useEffect(() => {
    if (choice !== undefined) select(choice);
  }, [choice, select]);
}
