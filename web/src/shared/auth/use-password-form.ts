import { useEntityForm } from '@/shared/forms/use-entity-form';
import { toast } from '@/shared/ui/toast';
import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslation } from 'react-i18next';
import { type PasswordChange, passwordChange, type PasswordProblem } from './password-rules';
import { changePassword } from './session';

/** The change of the own password. */
export function usePasswordForm(onChanged?: () => void) {
  const { t } = useTranslation('auth');
  return useEntityForm<PasswordChange, unknown>({
    resolver: zodResolver(passwordChange),
    initial: { current: '', next: '', confirmed: '' },
    problemText: (key) => t(key as PasswordProblem),
    save: ({ current, next }) => changePassword(current, next),
    onSaved: () => {
      toast.success(t('passwordChanged'));
      onChanged?.();
    },
  });
}
