import { ApiError } from '@/shared/api/errors';
import { useErrorText } from '@/shared/api/use-error-text';
import { signIn } from '@/shared/auth/session';
import { EntityForm } from '@/shared/forms/entity-form';
import { FormFailure } from '@/shared/forms/form-failure';
import { useEntityForm } from '@/shared/forms/use-entity-form';
import { Button } from '@/shared/ui/button';
import { Checkbox, TextField } from '@/shared/ui/field';
import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod/mini';
import { AuthCard } from './auth-card';

type Missing = 'usernameMissing' | 'passwordMissing';
const missing = (key: Missing) => key;

const schema = z.object({
  username: z.string().check(z.minLength(1, missing('usernameMissing'))),
  password: z.string().check(z.minLength(1, missing('passwordMissing'))),
  rememberMe: z.boolean(),
});
type SignIn = z.infer<typeof schema>;

const SPOKEN_IN_SECONDS = 120;

function useSignInError() {
  const { t } = useTranslation('auth');
  const errorText = useErrorText();
  return (error: unknown): string => {
    if (error instanceof ApiError && error.status === 429 && error.retryAfter !== undefined)
      return error.retryAfter < SPOKEN_IN_SECONDS
        ? t('tooManyAttempts', { count: error.retryAfter })
        : t('tooManyAttemptsMinutes', { count: Math.ceil(error.retryAfter / 60) });
    return errorText(error);
  };
}

export function Component() {
  const { t } = useTranslation('auth');
  const describe = useSignInError();
  const form = useEntityForm<SignIn, unknown>({
    resolver: zodResolver(schema),
    initial: { username: '', password: '', rememberMe: false },
    problemText: (key) => t(key as Missing),
    save: signIn,
  });
  const { field, register, setFocus, failure, isSaving } = form;
  useEffect(() => {
    if (failure !== null) setFocus('password', { shouldSelect: true });
  }, [failure, setFocus]);

  return (
    <AuthCard title={t('signIn')}>
      <EntityForm form={form} className="flex flex-col gap-4">
        <FormFailure failure={failure} text={describe} className="font-medium" />
        <TextField
          id="username"
          label={t('username')}
          placeholder={t('usernamePlaceholder')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...field('username')}
        />
        <TextField
          id="password"
          type="password"
          label={t('password')}
          placeholder={t('passwordPlaceholder')}
          autoComplete="current-password"
          {...field('password')}
        />
        <Checkbox label={t('rememberMe')} {...register('rememberMe')} />
        <Button type="submit" variant="primary" busy={isSaving} className="h-9 w-full">
          {isSaving ? t('signingIn') : t('signIn')}
        </Button>
      </EntityForm>
    </AuthCard>
  );
}
