import { usePlants } from '@/shared/api/queries/plants';
import type { Broker } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Checkbox, SelectField, TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { FormSection } from '@/shared/ui/form-section';
import type { BrokerFormState } from './use-broker-form';

interface SectionProps {
  form: BrokerFormState;
  broker: Broker | null;
}

/** A broker stays with its plant, so only a new one can choose. */
function PlantField({ form, plant }: { form: BrokerFormState; plant: string | undefined }) {
  const { t } = useTranslation('connectivity');
  return (
    <SelectField
      label={t('broker.availability')}
      value={form.values.every_plant ? 'every' : 'plant'}
      onChange={({ target }) => form.setValue('every_plant', target.value === 'every')}
    >
      <option value="plant">{t('broker.onlyPlant', { plant: plant ?? '' })}</option>
      <option value="every">{t('broker.everyPlant')}</option>
    </SelectField>
  );
}

export function ConnectionSection({ form, broker }: SectionProps) {
  const { t } = useTranslation('connectivity');
  const { register, problem } = form;
  const selected = usePlantSelection((state) => state.plantId);
  const { data: plants } = usePlants();
  const plantId = broker ? broker.plant_id : selected;
  const plant = plants?.find(({ id }) => id === plantId)?.name;
  const owner = plant ? t('broker.ofPlant', { plant }) : t('broker.ofEveryPlant');
  return (
    <FormSection title={t('broker.connection')} {...(broker ? { hint: owner } : {})}>
      <div className={cn('grid gap-3', !broker && 'sm:grid-cols-2')}>
        <TextField
          label={t('broker.name')}
          placeholder={t('broker.namePlaceholder')}
          required
          autoFocus={broker === null}
          error={problem('name')}
          {...register('name')}
        />
        {!broker && <PlantField form={form} plant={plant} />}
      </div>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_6rem_11rem]">
        <TextField
          label={t('broker.host')}
          placeholder={t('broker.hostPlaceholder')}
          required
          spellCheck={false}
          error={problem('host')}
          {...register('host')}
        />
        <TextField
          label={t('broker.port')}
          required
          inputMode="numeric"
          error={problem('port')}
          {...register('port')}
        />
        <SelectField label={t('broker.protocol')} {...register('protocol')}>
          <option value="auto">{t('broker.protocols.auto')}</option>
          <option value="v5">{t('broker.protocols.v5')}</option>
          <option value="v311">{t('broker.protocols.v311')}</option>
        </SelectField>
      </div>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem_11rem]">
        <TextField
          label={t('broker.clientId')}
          hint={t('broker.clientIdHint')}
          spellCheck={false}
          error={problem('client_id')}
          {...register('client_id')}
        />
        <TextField
          label={t('broker.keepalive')}
          inputMode="numeric"
          error={problem('keepalive')}
          {...register('keepalive')}
        />
        <TextField
          label={t('broker.reconnectDelay')}
          inputMode="numeric"
          error={problem('max_reconnect_delay')}
          {...register('max_reconnect_delay')}
        />
      </div>
      <TextField
        label={t('broker.sparkplugId')}
        hint={t('broker.sparkplugIdHint')}
        spellCheck={false}
        error={problem('sparkplug_host_id')}
        {...register('sparkplug_host_id')}
      />
      <Checkbox label={t('broker.active')} {...register('is_active')} />
    </FormSection>
  );
}
