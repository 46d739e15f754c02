import { useErrorText } from '@/shared/api/use-error-text';
import { changePassword, signOut, useSession } from '@/shared/auth/session';
import { Button } from '@/shared/ui/button';
import { TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { AuthCard, FormError } from './auth-card';
import { passwordChange, type PasswordProblem } from './password-rules';

export function Component() {
  const { t } = useTranslation('auth');
  const username = useSession((state) => state.user?.username);
  const [failure, setFailure] = useState<string | null>(null);
  const errorText = useErrorText();
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(passwordChange),
    defaultValues: { current: '', next: '', confirmed: '' },
  });
  const { errors, isSubmitting } = formState;
  const problem = (field: keyof typeof errors) => {
    const message = errors[field]?.message;
    return message ? t(message as PasswordProblem) : undefined;
  };

  const submit = handleSubmit(async ({ current, next }) => {
    setFailure(null);
    try {
      await changePassword(current, next);
      toast.success(t('passwordChanged'));
    } catch (error) {
      setFailure(errorText(error) || t('changeFailed'));
    }
  });

  return (
    <AuthCard title={t('changePassword')}>
      <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
        <p className="text-ink-muted">{t('mustChange')}</p>
        {failure && <FormError>{failure}</FormError>}
        {/* Tells a password manager whose password this is. */}
        <input type="text" autoComplete="username" value={username ?? ''} readOnly hidden />
        <TextField
          id="current-password"
          type="password"
          label={t('currentPassword')}
          autoComplete="current-password"
          autoFocus
          error={problem('current')}
          {...register('current')}
        />
        <TextField
          id="new-password"
          type="password"
          label={t('newPassword')}
          hint={t('newPasswordHint')}
          autoComplete="new-password"
          error={problem('next')}
          {...register('next')}
        />
        <TextField
          id="confirm-password"
          type="password"
          label={t('confirmPassword')}
          autoComplete="new-password"
          error={problem('confirmed')}
          {...register('confirmed')}
        />
        <Button type="submit" variant="primary" busy={isSubmitting} className="h-9 w-full">
          {isSubmitting ? t('changing') : t('changePassword')}
        </Button>
        <Button variant="quiet" onClick={() => void signOut()}>
          {t('signOutInstead')}
        </Button>
      </form>
    </AuthCard>
  );
}
