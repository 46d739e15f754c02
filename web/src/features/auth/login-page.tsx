import { ApiError } from '@/shared/api/errors';
import { useErrorText } from '@/shared/api/use-error-text';
import { signIn } from '@/shared/auth/session';
import { Button } from '@/shared/ui/button';
import { Checkbox, TextField } from '@/shared/ui/field';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod/mini';
import { AuthCard, FormError } from './auth-card';

const schema = z.object({
  username: z.string().check(z.minLength(1, 'usernameMissing')),
  password: z.string().check(z.minLength(1, 'passwordMissing')),
  rememberMe: z.boolean(),
});

const SPOKEN_IN_SECONDS = 120;

function useSignInError() {
  const { t } = useTranslation('auth');
  const errorText = useErrorText();
  return (error: unknown): string => {
    if (error instanceof ApiError && error.status === 429 && error.retryAfter !== undefined)
      return error.retryAfter < SPOKEN_IN_SECONDS
        ? t('tooManyAttempts', { count: error.retryAfter })
        : t('tooManyAttemptsMinutes', { count: Math.ceil(error.retryAfter / 60) });
    return errorText(error) || t('signInFailed');
  };
}

export function Component() {
  const { t } = useTranslation('auth');
  const [failure, setFailure] = useState<string | null>(null);
  const describe = useSignInError();
  const { register, handleSubmit, formState, setFocus } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { username: '', password: '', rememberMe: false },
  });
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async (credentials) => {
    setFailure(null);
    try {
      await signIn(credentials);
    } catch (error) {
      setFailure(describe(error));
      setFocus('password', { shouldSelect: true });
    }
  });

  return (
    <AuthCard title={t('signIn')}>
      <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
        {failure && <FormError>{failure}</FormError>}
        <TextField
          id="username"
          label={t('username')}
          placeholder={t('usernamePlaceholder')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          error={errors.username && t('usernameMissing')}
          {...register('username')}
        />
        <TextField
          id="password"
          type="password"
          label={t('password')}
          placeholder={t('passwordPlaceholder')}
          autoComplete="current-password"
          error={errors.password && t('passwordMissing')}
          {...register('password')}
        />
        <Checkbox label={t('rememberMe')} {...register('rememberMe')} />
        <Button type="submit" variant="primary" busy={isSubmitting} className="h-9 w-full">
          {isSubmitting ? t('signingIn') : t('signIn')}
        </Button>
      </form>
    </AuthCard>
  );
}
