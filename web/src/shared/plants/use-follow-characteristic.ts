import { useCharacteristics, useCharacteristicsOfPlants } from '@/shared/api/queries/characteristics';
import { usePlants } from '@/shared/api/queries/plants';
import { positiveInteger } from '@/shared/lib/positive-integer';
import { toast } from '@/shared/ui/toast';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { usePlantSelection } from './plant-selection';

/** Of the characteristic that the address names: at the selected plant, not known yet, or at no plant that one may see. */
export type Whereabouts = 'here' | 'searching' | 'nowhere';

/** An address that names a characteristic leads to its plant, whichever plant it names; other parameters stay. */
export function useFollowCharacteristic(): Whereabouts {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const { data: plants } = usePlants();
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: here } = useCharacteristics(plantId);
  const asked = positiveInteger(params.get('c'));
  const plantInAddress = positiveInteger(params.get('plant'));

  // Until the plant of the address is the selected one, its characteristics are not to be judged by.
  const isUnknownPlant = plants !== undefined && !plants.some(({ id }) => id === plantInAddress);
  const isSettled = plantInAddress === null || plantInAddress === plantId || isUnknownPlant;
  const isHere = asked === null || here?.some(({ id }) => id === asked) === true;
  const isAway = isSettled && here !== undefined && plants !== undefined && !isHere;
  const others = isAway ? plants.map(({ id }) => id).filter((id) => id !== plantId) : [];
  const { byPlant, isPending } = useCharacteristicsOfPlants(others);
  const found = plants?.find(({ id }) => byPlant.get(id)?.some((item) => item.id === asked));
  const name = found && byPlant.get(found.id)?.find(({ id }) => id === asked)?.name;

  // An address without a plant is given that of its characteristic, so that choosing another plant leaves it.
  const isIncomplete = asked !== null && isHere && plantInAddress === null;
  const home = found?.id ?? (isIncomplete ? plantId : null);
  useEffect(() => {
    if (home === null) return;
    setParams(
      (current) => {
        const next = new URLSearchParams(current);
        next.set('plant', String(home));
        return next;
      },
      { replace: true },
    );
  }, [home, setParams]);
  const plantName = found?.name;
  useEffect(() => {
    if (name === undefined || plantName === undefined) return;
    toast.info(t('address.moved', { name, plant: plantName }), t('address.movedBody'));
  }, [name, plantName, t]);

  if (isHere) return 'here';
  return isAway && !isPending && !found ? 'nowhere' : 'searching';
}
