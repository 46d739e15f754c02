import { changePassword, signOut, useSession } from '@/shared/auth/session';
import { EntityForm } from '@/shared/forms/entity-form';
import { FormFailure } from '@/shared/forms/form-failure';
import { useEntityForm } from '@/shared/forms/use-entity-form';
import { Button } from '@/shared/ui/button';
import { TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslation } from 'react-i18next';
import { AuthCard } from './auth-card';
import { type PasswordChange, passwordChange, type PasswordProblem } from './password-rules';

export function Component() {
  const { t } = useTranslation('auth');
  const username = useSession((state) => state.user?.username);
  const form = useEntityForm<PasswordChange, unknown>({
    resolver: zodResolver(passwordChange),
    initial: { current: '', next: '', confirmed: '' },
    problemText: (key) => t(key as PasswordProblem),
    save: ({ current, next }) => changePassword(current, next),
    onSaved: () => toast.success(t('passwordChanged')),
  });
  const { field, isSaving } = form;

  return (
    <AuthCard title={t('changePassword')}>
      <EntityForm form={form} className="flex flex-col gap-4">
        <p className="text-ink-muted">{t('mustChange')}</p>
        <FormFailure failure={form.failure} className="font-medium" />
        {/* Tells a password manager whose password this is. */}
        <input type="text" autoComplete="username" value={username ?? ''} readOnly hidden />
        <TextField
          id="current-password"
          type="password"
          label={t('currentPassword')}
          autoComplete="current-password"
          autoFocus
          {...field('current')}
        />
        <TextField
          id="new-password"
          type="password"
          label={t('newPassword')}
          hint={t('newPasswordHint')}
          autoComplete="new-password"
          {...field('next')}
        />
        <TextField
          id="confirm-password"
          type="password"
          label={t('confirmPassword')}
          autoComplete="new-password"
          {...field('confirmed')}
        />
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
