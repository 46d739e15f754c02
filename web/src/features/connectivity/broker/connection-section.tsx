import type { Broker } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { ChoiceField } from '@/shared/ui/choice-field';
import { Checkbox, TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { FormSection } from '@/shared/ui/form-section';
import { ZoneField } from '../zone-field';
import { PlantField, useOwnerText } from '../plant-field';
import { PROTOCOLS } from './broker-form';
import type { BrokerFormState } from './use-broker-form';

interface SectionProps {
  form: BrokerFormState;
  broker: Broker | null;
}

export function ConnectionSection({ form, broker }: SectionProps) {
  const { t } = useTranslation('connectivity');
  const { field, register } = form;
  const owner = useOwnerText(broker?.plant_id ?? null);
  return (
    <FormSection title={t('broker.connection')} {...(broker ? { hint: owner } : {})}>
      <div className={cn('grid gap-3', !broker && 'sm:grid-cols-2')}>
        <TextField
          label={t('broker.name')}
          placeholder={t('broker.namePlaceholder')}
          required
          autoFocus={broker === null}
          {...field('name')}
        />
        {!broker && (
          <PlantField
            everyPlant={form.values.every_plant}
            onChange={(every) => form.set({ every_plant: every })}
          />
        )}
      </div>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_6rem_11rem]">
        <TextField
          label={t('broker.host')}
          placeholder={t('broker.hostPlaceholder')}
          required
          spellCheck={false}
          {...field('host')}
        />
        <TextField label={t('broker.port')} required inputMode="numeric" {...field('port')} />
        <ChoiceField
          label={t('broker.protocol')}
          choices={PROTOCOLS}
          text={(protocol) => t(`broker.protocols.${protocol}`)}
          {...register('protocol')}
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem_11rem]">
        <TextField
          label={t('broker.clientId')}
          hint={t(broker ? 'broker.clientIdHint' : 'broker.newClientIdHint')}
          spellCheck={false}
          {...field('client_id')}
        />
        <TextField label={t('broker.keepalive')} inputMode="numeric" {...field('keepalive')} />
        <TextField label={t('broker.reconnectDelay')} inputMode="numeric" {...field('max_reconnect_delay')} />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t('broker.sparkplugId')}
          hint={t('broker.sparkplugIdHint')}
          spellCheck={false}
          {...field('sparkplug_host_id')}
        />
        <ZoneField label={t('broker.timeZone')} hint={t('broker.timeZoneHint')} {...field('time_zone')} />
      </div>
      <Checkbox label={t('broker.active')} {...register('is_active')} />
    </FormSection>
  );
}
