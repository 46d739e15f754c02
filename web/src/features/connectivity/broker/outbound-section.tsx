import { Checkbox, SelectField, TextField } from '@/shared/ui/field';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { EVENTS, SEVERITIES } from './broker-form';
import { FormSection } from '@/shared/ui/form-section';
import type { BrokerFormState } from './use-broker-form';

function EventsField({ form }: { form: BrokerFormState }) {
  const { t } = useTranslation('connectivity');
  const problem = form.problem('outbound_events');
  const id = useId();
  return (
    <fieldset aria-describedby={problem ? id : undefined}>
      <legend className="mb-1 text-sm font-medium">{t('broker.events')}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {EVENTS.map((event) => (
          <Checkbox
            key={event}
            label={t(`broker.eventNames.${event}`)}
            value={event}
            {...form.register('outbound_events')}
          />
        ))}
      </div>
      {problem && (
        <p id={id} role="alert" className="mt-1 text-xs text-alarm">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

export function OutboundSection({ form }: { form: BrokerFormState }) {
  const { t } = useTranslation('connectivity');
  const { register, problem, values } = form;
  return (
    <FormSection title={t('broker.outbound')} hint={t('broker.outboundHint')}>
      <Checkbox label={t('broker.outboundEnabled')} {...register('outbound_enabled')} />
      {values.outbound_enabled && (
        <>
          <EventsField form={form} />
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField
              label={t('broker.prefix')}
              spellCheck={false}
              error={problem('outbound_topic_prefix')}
              {...register('outbound_topic_prefix')}
            />
            <SelectField label={t('broker.format')} {...register('outbound_format')}>
              <option value="json">{t('broker.formats.json')}</option>
              <option value="sparkplug">{t('broker.formats.sparkplug')}</option>
            </SelectField>
            <TextField
              label={t('broker.interval')}
              hint={t('broker.intervalHint')}
              inputMode="decimal"
              error={problem('outbound_rate_limit')}
              {...register('outbound_rate_limit')}
            />
            <SelectField label={t('broker.severity')} {...register('outbound_severity')}>
              {SEVERITIES.map((severity) => (
                <option key={severity} value={severity}>
                  {t(`broker.severities.${severity}`)}
                </option>
              ))}
            </SelectField>
          </div>
        </>
      )}
    </FormSection>
  );
}
