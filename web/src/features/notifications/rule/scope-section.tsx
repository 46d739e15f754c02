import type { NotificationRule } from '@/shared/api/types';
import { PlaceList } from '@/shared/places/place-list';
import type { Place } from '@/shared/places/places';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { FormSection } from '@/shared/ui/form-section';
import { Segmented } from '@/shared/ui/segmented';
import { useTranslation } from 'react-i18next';
import type { RuleFormState } from './use-rule-form';

function RulePlaces({ form, plantId }: { form: RuleFormState; plantId: number | null }) {
  const { t } = useTranslation('notifications');
  const { values, set, problem } = form;
  const member = ({ kind }: Place) => (kind === 'node' ? 'node_ids' : 'characteristic_ids');
  const toggle = (place: Place, checked: boolean) => {
    const others = values[member(place)].filter((id) => id !== place.id);
    set({ [member(place)]: checked ? [...others, place.id] : others });
  };
  return (
    <PlaceList
      label={t('rule.places')}
      searchLabel={t('rule.searchPlaces')}
      plantId={plantId}
      kinds={['node', 'characteristic']}
      isTicked={(place) => values[member(place)].includes(place.id)}
      onToggle={toggle}
      error={problem('node_ids')}
    />
  );
}

export function ScopeSection({ form, rule }: { form: RuleFormState; rule: NotificationRule | null }) {
  const { t } = useTranslation('notifications');
  const { values, set } = form;
  const selected = usePlantSelection((state) => state.plantId);
  if (values.every_plant) return null;
  return (
    <FormSection title={t('rule.where')} hint={t('rule.whereHint')}>
      <Segmented
        label={t('rule.where')}
        value={values.everywhere ? 'all' : 'chosen'}
        onChange={(choice) => set({ everywhere: choice === 'all' })}
        options={[
          { value: 'all', label: t('rule.wholePlant') },
          { value: 'chosen', label: t('rule.chosenPlaces') },
        ]}
        className="self-start"
      />
      {!values.everywhere && <RulePlaces form={form} plantId={rule?.plant_id ?? selected} />}
    </FormSection>
  );
}
