import { usePlants } from '@/shared/api/queries/plants';
import { useEffect, useRef } from 'react';
import { usePlantSelection } from './plant-selection';

/**
 * An address that names a plant selects it; selecting another plant leaves the address of the former one behind. An address
 * that names no plant that one may see stays as it is, so that the page can tell.
 */
export function useFollowPlant(plantInAddress: number | null, forget: () => void): void {
  const { plantId, select } = usePlantSelection();
  const { data: plants } = usePlants();
  const before = useRef(plantId);
  const isUnknown = plants !== undefined && !plants.some(({ id }) => id === plantInAddress);
  useEffect(() => {
    if (plantInAddress !== null && !isUnknown) select(plantInAddress);
  }, [plantInAddress, isUnknown, select]);
  useEffect(() => {
    const former = before.current;
    before.current = plantId;
    const isFallback = isUnknown && former === plantInAddress;
    if (former !== null && former !== plantId && plantInAddress !== plantId && !isFallback) forget();
  }, [plantId, plantInAddress, isUnknown, forget]);
}
