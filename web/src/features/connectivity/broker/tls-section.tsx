import type { Broker } from '@/shared/api/types';
import { Checkbox } from '@/shared/ui/field';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { askedAgain, portAfterTls } from './broker-form';
import { PemField } from '../pem-field';
import { FormSection } from '@/shared/ui/form-section';
import type { BrokerFormState } from './use-broker-form';

export function TlsSection({ form, broker }: { form: BrokerFormState; broker: Broker | null }) {
  const { t } = useTranslation('connectivity');
  const { values, register } = form;
  const isStored = broker?.has_client_key ?? false;
  const isAskedAgain = askedAgain(values, broker).includes('client_key');
  return (
    <FormSection title={t('broker.encryption')}>
      <Checkbox
        label={t('broker.useTls')}
        {...register('use_tls', {
          onChange: ({ target }: { target: HTMLInputElement }) =>
            form.set({ port: portAfterTls(values.port, target.checked) }),
        })}
      />
      {values.use_tls && (
        <>
          <div>
            <Checkbox label={t('broker.verify')} {...register('verify_certificate')} />
            {!values.verify_certificate && (
              <p role="alert" className="mt-1 ml-6 flex items-center gap-1.5 text-caution">
                <TriangleAlert size={14} aria-hidden className="shrink-0" />
                {t('broker.unverified')}
              </p>
            )}
          </div>
          <PemField
            form={form}
            name="ca_certificate"
            label={t('broker.ca')}
            hint={t('broker.caHint')}
            disabled={!values.verify_certificate}
          />
          <PemField form={form} name="client_certificate" label={t('broker.clientCertificate')} />
          <PemField
            form={form}
            name="client_key"
            label={t('broker.clientKey')}
            hint={t(isAskedAgain ? 'broker.keyAgain' : isStored ? 'broker.keepKey' : 'broker.clientKeyHint')}
            disabled={values.remove_client_key}
            {...(isStored ? { placeholder: t('broker.stored') } : {})}
          />
          {isStored && <Checkbox label={t('broker.removeKey')} {...register('remove_client_key')} />}
        </>
      )}
    </FormSection>
  );
}
