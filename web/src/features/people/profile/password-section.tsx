import { PasswordFields } from '@/shared/auth/password-fields';
import { usePasswordForm } from '@/shared/auth/use-password-form';
import { EntityForm } from '@/shared/forms/entity-form';
import { FormFailure } from '@/shared/forms/form-failure';
import { Button } from '@/shared/ui/button';
import { FormSection } from '@/shared/ui/form-section';
import { useTranslation } from 'react-i18next';

interface PasswordSectionProps {
  username: string;
  onChanged: () => void;
}

/** The change of the own password, which ends all other sessions. */
export function PasswordSection({ username, onChanged }: PasswordSectionProps) {
  const { t } = useTranslation(['people', 'auth']);
  const form = usePasswordForm(onChanged);
  return (
    <FormSection title={t('auth:changePassword')} hint={t('profile.passwordHint')}>
      <EntityForm form={form} className="flex max-w-sm flex-col gap-3">
        <PasswordFields form={form} username={username} />
        <FormFailure failure={form.failure} />
        <div>
          <Button type="submit" variant="primary" busy={form.isSaving}>
            {form.isSaving ? t('auth:changing') : t('auth:changePassword')}
          </Button>
        </div>
      </EntityForm>
    </FormSection>
  );
}
