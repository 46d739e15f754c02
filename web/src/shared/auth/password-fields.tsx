import { TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import type { usePasswordForm } from './use-password-form';

interface PasswordFieldsProps {
  form: ReturnType<typeof usePasswordForm>;
  username: string | undefined;
  autoFocus?: boolean;
}

/** The current password, and a new one twice. */
export function PasswordFields({ form: { field }, username, autoFocus = false }: PasswordFieldsProps) {
  const { t } = useTranslation('auth');
  return (
    <>
      {/* Tells a password manager whose password this is. */}
      <input type="text" autoComplete="username" value={username ?? ''} readOnly hidden />
      <TextField
        id="current-password"
        type="password"
        label={t('currentPassword')}
        autoComplete="current-password"
        autoFocus={autoFocus}
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
    </>
  );
}
