// How far the account reaches: its role at each plant, and at the desk.
import { usePlants } from '@/shared/api/queries/plants';
import type { User } from '@/shared/api/types';
import { ChoiceField } from '@/shared/ui/choice-field';
import { FormSection } from '@/shared/ui/form-section';
import { Loaded } from '@/shared/ui/loaded';
import { useTranslation } from 'react-i18next';
import { plantChoices } from './plant-choices';
import type { UserFormState } from './use-user-form';
import { DESK_ROLES, isAdmin, type RoleChoice, ROLES } from './user-form';

const ROLE_CHOICES: readonly RoleChoice[] = ['none', ...ROLES];

interface RightsProps {
  form: UserFormState;
  user: User | null;
}

export function RightsSection({ form, user }: RightsProps) {
  const { t } = useTranslation(['people', 'common']);
  const { values, set, problem, register } = form;
  const error = problem('roles');
  const choose = (plantId: number, role: string) => {
    const chosen = ROLE_CHOICES.find((one) => one === role) ?? 'none';
    set({ roles: { ...values.roles, [plantId]: chosen } });
  };
  return (
    <FormSection title={t('rights.title')} hint={t('rights.hint')}>
      <Loaded query={usePlants()} texts={{ failed: t('rights.failed') }} isBare>
        {(plants) => (
          <div className="grid gap-3 sm:grid-cols-2">
            {plantChoices(plants, user).map(({ id, name }) => (
              <ChoiceField
                key={id}
                label={name}
                value={values.roles[id] ?? 'none'}
                onChange={({ target }) => choose(id, target.value)}
                choices={ROLE_CHOICES}
                text={(role) => (role === 'none' ? t('rights.noRole') : t(`common:roles.${role}`))}
              />
            ))}
          </div>
        )}
      </Loaded>
      {isAdmin(values) && <p className="text-xs text-caution">{t('rights.adminEverywhere')}</p>}
      {error && (
        <p role="alert" className="rounded-md bg-alarm-soft px-3 py-2 text-alarm">
          {error}
        </p>
      )}
      <ChoiceField
        label={t('rights.desk')}
        hint={t('rights.deskHint')}
        {...register('desk_role')}
        choices={DESK_ROLES}
        text={(role) => t(`deskRoles.${role}`)}
      />
    </FormSection>
  );
}
