import type { OpcuaServer } from '@/shared/api/types';
import { Checkbox, SelectField, TextField } from '@/shared/ui/field';
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
  const { register, problem, values } = form;
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
          error={problem('username')}
          {...register('username')}
        />
        <TextField
          label={t('opcua.password')}
          type="password"
          autoComplete="new-password"
          placeholder={isStored ? t('opcua.stored') : ''}
          required={isAskedAgain}
          hint={isStored ? t(isAskedAgain ? 'opcua.passwordAgain' : 'opcua.keepPassword') : undefined}
          disabled={values.remove_password}
          error={problem('password')}
          {...register('password')}
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
  const pem = (field: 'client_certificate' | 'client_key') => ({
    input: form.register(field),
    error: form.problem(field),
    onText: (text: string) => form.setValue(field, text, { shouldDirty: true, shouldValidate: true }),
  });
  return (
    <>
      <PemField {...pem('client_certificate')} label={t('opcua.clientCertificate')} />
      <PemField
        {...pem('client_key')}
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
  const { register, problem, values } = props.form;
  return (
    <FormSection title={t('opcua.identity')} hint={t('opcua.identityHint')}>
      <SelectField label={t('opcua.auth')} error={problem('auth_mode')} {...register('auth_mode')}>
        {AUTH_MODES.map((mode) => (
          <option key={mode} value={mode}>
            {t(`opcua.auths.${mode}`)}
          </option>
        ))}
      </SelectField>
      {values.auth_mode === 'username_password' && <PasswordFields {...props} />}
      {values.auth_mode === 'certificate' && <CertificateFields {...props} />}
    </FormSection>
  );
}
