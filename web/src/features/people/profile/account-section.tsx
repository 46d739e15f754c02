// Whose account it is, and how far it reaches; that is for an administrator to change.
import type { CurrentUser } from '@/shared/api/types';
import { Badge } from '@/shared/ui/badge';
import { Fact, Facts } from '@/shared/ui/facts';
import { FormSection } from '@/shared/ui/form-section';
import { useTranslation } from 'react-i18next';

export function AccountSection({ user }: { user: CurrentUser }) {
  const { t } = useTranslation(['people', 'common']);
  const { username, email, plant_roles, desk_role, is_limited, branches } = user;
  const roles = plant_roles.flatMap(({ role, ...plant }) => (role === 'none' ? [] : [{ role, ...plant }]));
  return (
    <FormSection title={t('profile.account')} hint={t('profile.accountHint')}>
      <Facts label={t('profile.account')}>
        <Fact name={t('columns.username')}>
          <dd className="font-medium">{username}</dd>
        </Fact>
        <Fact name={t('columns.email')}>
          <dd>{email ?? t('common:none')}</dd>
        </Fact>
        {desk_role !== 'none' && (
          <Fact name={t('rights.desk')}>
            <dd>{t(`deskRoles.${desk_role}`)}</dd>
          </Fact>
        )}
      </Facts>
      <ul aria-label={t('rights.title')} className="flex flex-wrap gap-1">
        {roles.map(({ plant_id, plant_name, role }) => (
          <li key={plant_id}>
            <Badge>{t('list.plantRole', { plant: plant_name, role: t(`common:roles.${role}`) })}</Badge>
          </li>
        ))}
        {roles.length === 0 && <li className="text-ink-muted">{t('list.noRole')}</li>}
      </ul>
      {is_limited && <p>{t('profile.limited', { branches: branches.map(({ name }) => name).join(', ') })}</p>}
    </FormSection>
  );
}
