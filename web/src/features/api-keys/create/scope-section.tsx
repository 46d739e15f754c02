// What the key is limited to: plants, branches of the hierarchy, or single characteristics.
import { usePlants } from '@/shared/api/queries/plants';
import type { KeyScope } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { PlaceList } from '@/shared/places/place-list';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { CheckGroup } from '@/shared/ui/check-group';
import { ChoiceField } from '@/shared/ui/choice-field';
import { FormSection } from '@/shared/ui/form-section';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scopesOf } from './key-form';
import type { KeyFormState } from './use-key-form';

interface PlacesProps {
  form: KeyFormState;
  member: 'branches' | 'characteristics';
}

function Places({ form, member }: PlacesProps) {
  const { t } = useTranslation('apiKeys');
  const { values, set, problem } = form;
  const { data: plants = [] } = usePlants();
  const selected = usePlantSelection((state) => state.plantId);
  const [chosen, setChosen] = useState(selected);
  const ticked = values[member];
  const toggle = (id: number, isTicked: boolean) => {
    const others = ticked.filter((one) => one !== id);
    set({ [member]: isTicked ? [...others, id] : others });
  };
  return (
    <>
      {plants.length > 1 && (
        <ChoiceField
          label={t('key.plant')}
          hint={t('key.ticked', { count: ticked.length })}
          value={chosen ?? ''}
          onChange={({ target }) => setChosen(Number(target.value))}
          choices={plants.map(({ id }) => id)}
          text={(id) => plants.find((plant) => plant.id === id)?.name ?? ''}
        />
      )}
      <PlaceList
        key={chosen}
        label={t(`scopes.${member}`)}
        searchLabel={t(`key.search.${member}`)}
        plantId={chosen}
        kinds={member === 'branches' ? ['node'] : ['characteristic']}
        isTicked={({ kind, id }) =>
          kind === (member === 'branches' ? 'node' : 'characteristic') && ticked.includes(id)
        }
        onToggle={({ id }, isTicked) => toggle(id, isTicked)}
        error={problem(member)}
      />
    </>
  );
}

export function ScopeSection({ form }: { form: KeyFormState }) {
  const { t } = useTranslation('apiKeys');
  const isAdmin = useCan('admin');
  const { values, set, problem } = form;
  const { data: plants = [] } = usePlants();
  const { purpose, scope } = values;
  const textOf = (choice: KeyScope) =>
    t(choice === 'all' && !isAdmin ? 'scopes.allOfEngineer' : `scopes.${choice}`);
  return (
    <FormSection title={t('key.scope')} hint={t('key.scopeHint')}>
      <ChoiceField
        label={t('key.limitedTo')}
        value={scope}
        onChange={({ target }) => set({ scope: target.value as KeyScope })}
        choices={scopesOf(purpose)}
        text={textOf}
      />
      {scope === 'plants' && (
        <CheckGroup
          legend={t('scopes.plants')}
          options={plants.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.plants}
          onChange={(chosen) => set({ plants: chosen })}
          error={problem('plants')}
        />
      )}
      {(scope === 'branches' || scope === 'characteristics') && (
        <Places key={scope} form={form} member={scope} />
      )}
    </FormSection>
  );
}
