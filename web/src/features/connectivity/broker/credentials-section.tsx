import type { Broker } from '@/shared/api/types';
import { Checkbox, TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { FormSection } from '@/shared/ui/form-section';
import { askedAgain } from './broker-form';
import type { BrokerFormState } from './use-broker-form';

export function CredentialsSection({ form, broker }: { form: BrokerFormState; broker: Broker | null }) {
  const { t } = useTranslation('connectivity');
  const { field, register, values } = form;
  const isStored = broker?.has_password ?? false;
  const isAskedAgain = askedAgain(values, broker).includes('password');
  return (
    <FormSection title={t('broker.credentials')} hint={t('broker.credentialsHint')}>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t('broker.username')}
          autoComplete="off"
          spellCheck={false}
          {...field('username')}
        />
        <TextField
          label={t('broker.password')}
          type="password"
          autoComplete="new-password"
          placeholder={isStored ? t('broker.stored') : ''}
          required={isAskedAgain}
          hint={isStored ? t(isAskedAgain ? 'broker.passwordAgain' : 'broker.keepPassword') : undefined}
          disabled={values.remove_password}
          {...field('password')}
        />
      </div>
      {isStored && <Checkbox label={t('broker.removePassword')} {...register('remove_password')} />}
    </FormSection>
  );
}
