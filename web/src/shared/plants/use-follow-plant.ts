import { useEffect, useRef } from 'react';
import { usePlantSelection } from './plant-selection';

/** An address that names a plant selects it; selecting another plant leaves the address of the former one behind. */
export function useFollowPlant(plantInAddress: number | null, forget: () => void): void {
  const { plantId, select } = usePlantSelection();
  const before = useRef(plantId);
  useEffect(() => {
    if (plantInAddress !== null) select(plantInAddress);
  }, [plantInAddress, select]);
  useEffect(() => {
    const changed = before.current !== null && before.current !== plantId;
    before.current = plantId;
    if (changed && plantInAddress !== plantId) forget();
  }, [plantId, plantInAddress, forget]);
}
