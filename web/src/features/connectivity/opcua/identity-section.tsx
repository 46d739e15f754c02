import type { OpcuaServer } from '@/shared/api/types';
import { Checkbox, TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { FormSection } from '@/shared/ui/form-section';
import { useTranslation } from 'react-i18next';
import { PemField } from '../pem-field';
import { askedAgain, AUTH_MODES } from './opcua-form';
import type { OpcuaFormState } from './use-opcua-form';

interface SectionProps {
  form: OpcuaFormState;
  server: OpcuaServer | null;
}

function PasswordFields({ form, server }: SectionProps) {
  const { t } = useTranslation('connectivity');
  const { field, register, values } = form;
  const isStored = server?.has_password ?? false;
  const isAskedAgain = askedAgain(values, server) === 'password';
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t('opcua.username')}
          required
          autoComplete="off"
          spellCheck={false}
          {...field('username')}
        />
        <TextField
          label={t('opcua.password')}
          type="password"
          autoComplete="new-password"
          placeholder={isStored ? t('opcua.stored') : ''}
          required={isAskedAgain}
          hint={isStored ? t(isAskedAgain ? 'opcua.passwordAgain' : 'opcua.keepPassword') : undefined}
          disabled={values.remove_password}
          {...field('password')}
        />
      </div>
      {isStored && <Checkbox label={t('opcua.removePassword')} {...register('remove_password')} />}
    </>
  );
}

function CertificateFields({ form, server }: SectionProps) {
  const { t } = useTranslation('connectivity');
  const isStored = server?.has_client_key ?? false;
  const isAskedAgain = askedAgain(form.values, server) === 'client_key';
  return (
    <>
      <PemField form={form} name="client_certificate" label={t('opcua.clientCertificate')} />
      <PemField
        form={form}
        name="client_key"
        label={t('opcua.clientKey')}
        hint={t(isAskedAgain ? 'opcua.keyAgain' : isStored ? 'opcua.keepKey' : 'opcua.clientKeyHint')}
        {...(isStored ? { placeholder: t('opcua.stored') } : {})}
      />
    </>
  );
}

/** As whom we sign in. */
export function IdentitySection(props: SectionProps) {
  const { t } = useTranslation('connectivity');
  const { field, values } = props.form;
  return (
    <FormSection title={t('opcua.identity')} hint={t('opcua.identityHint')}>
      <ChoiceField
        label={t('opcua.auth')}
        {...field('auth_mode')}
        choices={AUTH_MODES}
        text={(mode) => t(`opcua.auths.${mode}`)}
      />
      {values.auth_mode === 'username_password' && <PasswordFields {...props} />}
      {values.auth_mode === 'certificate' && <CertificateFields {...props} />}
    </FormSection>
  );
}
