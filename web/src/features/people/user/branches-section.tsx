// The branches of the hierarchy that an account may enter and change something below.
import { usePlants } from '@/shared/api/queries/plants';
import type { Plant, User } from '@/shared/api/types';
import { PlaceList } from '@/shared/places/place-list';
import { Checkbox } from '@/shared/ui/field';
import { FormSection } from '@/shared/ui/form-section';
import { useTranslation } from 'react-i18next';
import { plantChoices } from './plant-choices';
import type { UserFormState } from './use-user-form';
import { isAdmin, plantsOf } from './user-form';

interface BranchesProps {
  form: UserFormState;
  user: User | null;
}

const NO_PLANTS: readonly Plant[] = [];

function Branches({ form, user }: BranchesProps) {
  const { t } = useTranslation('people');
  const { values, set, problem } = form;
  const { data: plants = NO_PLANTS } = usePlants();
  const own = plantsOf(values);
  const shown = plantChoices(plants, user).filter(({ id }) => own.includes(id));
  const error = problem('branches');
  const toggle = (id: number, isTicked: boolean) => {
    const others = values.branches.filter((one) => one !== id);
    set({ branches: isTicked ? [...others, id] : others });
  };
  return (
    <>
      {shown.length === 0 && <p className="text-ink-muted">{t('branches.noPlant')}</p>}
      {shown.map(({ id, name }) => (
        <PlaceList
          key={id}
          label={t('branches.of', { plant: name })}
          searchLabel={t('branches.search', { plant: name })}
          plantId={id}
          kinds={['node']}
          isTicked={(place) => values.branches.includes(place.id)}
          onToggle={(place, isTicked) => toggle(place.id, isTicked)}
        />
      ))}
      {error && (
        <p role="alert" className="text-xs text-alarm">
          {error}
        </p>
      )}
    </>
  );
}

export function BranchesSection({ form, user }: BranchesProps) {
  const { t } = useTranslation('people');
  const { values, register } = form;
  return (
    <FormSection title={t('branches.title')} hint={t('branches.hint')}>
      <Checkbox label={t('branches.limited')} {...register('is_limited')} />
      {values.is_limited && isAdmin(values) && (
        <p className="text-xs text-caution">{t('branches.notForAdmins')}</p>
      )}
      {values.is_limited && <Branches form={form} user={user} />}
    </FormSection>
  );
}
