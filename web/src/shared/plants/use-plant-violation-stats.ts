import { useViolationStats } from '@/shared/api/queries/violations';
import { usePlantSelection } from '@/shared/plants/plant-selection';

/** Violation counters of the selected plant. */
export function usePlantViolationStats() {
  const plantId = usePlantSelection((state) => state.plantId);
  return useViolationStats(plantId === null ? {} : { plant_id: plantId });
}
