// Which plants a server belongs to. It stays with its plant, so only a new one can choose.
import { usePlants } from '@/shared/api/queries/plants';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { SelectField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';

function usePlantName(plantId: number | null): string | undefined {
  const { data: plants } = usePlants();
  return plants?.find(({ id }) => id === plantId)?.name;
}

/** Whom a stored server belongs to, in a sentence. */
export function useOwnerText(plantId: number | null): string {
  const { t } = useTranslation('connectivity');
  const plant = usePlantName(plantId);
  return plant ? t('plant.owner', { plant }) : t('plant.everyOwner');
}

interface PlantFieldProps {
  everyPlant: boolean;
  onChange: (everyPlant: boolean) => void;
}

export function PlantField({ everyPlant, onChange }: PlantFieldProps) {
  const { t } = useTranslation('connectivity');
  const plant = usePlantName(usePlantSelection((state) => state.plantId));
  return (
    <SelectField
      label={t('plant.availability')}
      value={everyPlant ? 'every' : 'plant'}
      onChange={({ target }) => onChange(target.value === 'every')}
    >
      <option value="plant">{t('plant.only', { plant: plant ?? '' })}</option>
      <option value="every">{t('plant.every')}</option>
    </SelectField>
  );
}
