import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useHierarchy } from '@/shared/api/queries/hierarchy';
import type { NotificationRule } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Checkbox, TextField } from '@/shared/ui/field';
import { Segmented } from '@/shared/ui/segmented';
import { LoadingState } from '@/shared/ui/states';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormSection } from '@/shared/ui/form-section';
import { filterPlaces, type Place, placesOf } from './places';
import type { RuleFormState } from './use-rule-form';

const SHOWN = 200;

function PlaceList({ form, plantId }: { form: RuleFormState; plantId: number | null }) {
  const { t } = useTranslation('notifications');
  const { values, set, problem } = form;
  const noteId = useId();
  const [search, setSearch] = useState('');
  const { data: tree } = useHierarchy(plantId);
  const { data: characteristics } = useCharacteristics(plantId);
  const places = useMemo(() => placesOf(tree ?? [], characteristics ?? []), [tree, characteristics]);
  if (!tree || !characteristics) return <LoadingState />;
  const member = ({ kind }: Place) => (kind === 'node' ? 'node_ids' : 'characteristic_ids');
  const isTicked = (place: Place) => values[member(place)].includes(place.id);
  const toggle = (place: Place, checked: boolean) => {
    const others = values[member(place)].filter((id) => id !== place.id);
    set({ [member(place)]: checked ? [...others, place.id] : others });
  };
  const found = filterPlaces(places, search, isTicked);
  const error = problem('node_ids');
  return (
    <>
      <TextField
        label={t('rule.searchPlaces')}
        type="search"
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <ul
        aria-label={t('rule.places')}
        aria-describedby={error ? noteId : undefined}
        className="max-h-64 scroll-thin overflow-y-auto rounded-md border border-line p-2"
      >
        {found.slice(0, SHOWN).map((place) => (
          <li key={`${place.kind}-${place.id}`} style={{ paddingInlineStart: `${place.depth}rem` }}>
            <Checkbox
              label={place.name}
              className={place.kind === 'node' ? 'font-medium' : ''}
              checked={isTicked(place)}
              onChange={({ target }) => toggle(place, target.checked)}
            />
          </li>
        ))}
        {found.length === 0 && <li className="text-ink-muted">{t('rule.noPlace')}</li>}
      </ul>
      {found.length > SHOWN && (
        <p className="text-xs text-ink-muted">{t('rule.morePlaces', { count: found.length - SHOWN })}</p>
      )}
      {error && (
        <p id={noteId} role="alert" className="text-xs text-alarm">
          {error}
        </p>
      )}
    </>
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
      {!values.everywhere && <PlaceList form={form} plantId={rule?.plant_id ?? selected} />}
    </FormSection>
  );
}
