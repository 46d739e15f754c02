import { CheckGroup } from '@/shared/ui/check-group';
import { Checkbox, TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { useTranslation } from 'react-i18next';
import { EVENTS, FORMATS, SEVERITIES } from './broker-form';
import { FormSection } from '@/shared/ui/form-section';
import type { BrokerFormState } from './use-broker-form';

export function OutboundSection({ form }: { form: BrokerFormState }) {
  const { t } = useTranslation('connectivity');
  const { field, register, values } = form;
  return (
    <FormSection title={t('broker.outbound')} hint={t('broker.outboundHint')}>
      <Checkbox label={t('broker.outboundEnabled')} {...register('outbound_enabled')} />
      {values.outbound_enabled && (
        <>
          <CheckGroup
            legend={t('broker.events')}
            options={EVENTS.map((value) => ({ value, label: t(`broker.eventNames.${value}`) }))}
            value={values.outbound_events}
            onChange={(outbound_events) => form.set({ outbound_events })}
            error={form.problem('outbound_events')}
          />
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField label={t('broker.prefix')} spellCheck={false} {...field('outbound_topic_prefix')} />
            <ChoiceField
              label={t('broker.format')}
              choices={FORMATS}
              text={(format) => t(`broker.formats.${format}`)}
              {...register('outbound_format')}
            />
            <TextField
              label={t('broker.interval')}
              hint={t('broker.intervalHint')}
              inputMode="decimal"
              {...field('outbound_rate_limit')}
            />
            <ChoiceField
              label={t('broker.severity')}
              {...register('outbound_severity')}
              choices={SEVERITIES}
              text={(severity) => t(`broker.severities.${severity}`)}
            />
          </div>
        </>
      )}
    </FormSection>
  );
}
