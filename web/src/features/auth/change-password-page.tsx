import { PasswordFields } from '@/shared/auth/password-fields';
import { signOut, useSession } from '@/shared/auth/session';
import { usePasswordForm } from '@/shared/auth/use-password-form';
import { EntityForm } from '@/shared/forms/entity-form';
import { FormFailure } from '@/shared/forms/form-failure';
import { Button } from '@/shared/ui/button';
import { useTranslation } from 'react-i18next';
import { AuthCard } from './auth-card';

export function Component() {
  const { t } = useTranslation('auth');
  const username = useSession((state) => state.user?.username);
  const form = usePasswordForm();
  const { isSaving } = form;

  return (
    <AuthCard title={t('changePassword')}>
      <EntityForm form={form} className="flex flex-col gap-4">
        <p className="text-ink-muted">{t('mustChange')}</p>
        <FormFailure failure={form.failure} className="font-medium" />
        <PasswordFields form={form} username={username} autoFocus />
        <Button type="submit" variant="primary" busy={isSaving} className="h-9 w-full">
          {isSaving ? t('changing') : t('changePassword')}
        </Button>
        <Button variant="quiet" onClick={() => void signOut()}>
          {t('signOutInstead')}
        </Button>
      </EntityForm>
    </AuthCard>
  );
}
