import type { OpcuaServer } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { Checkbox, TextField } from '@/shared/ui/field';
import { FormSection } from '@/shared/ui/form-section';
import { useTranslation } from 'react-i18next';
import { PlantField, useOwnerText } from '../plant-field';
import type { OpcuaFormState } from './use-opcua-form';

const TIMES = ['session_timeout', 'publishing_interval', 'sampling_interval'] as const;

export function ConnectionSection({ form, server }: { form: OpcuaFormState; server: OpcuaServer | null }) {
  const { t } = useTranslation('connectivity');
  const { field, register } = form;
  const owner = useOwnerText(server?.plant_id ?? null);
  return (
    <FormSection title={t('opcua.connection')} {...(server ? { hint: owner } : {})}>
      <div className={cn('grid gap-3', !server && 'sm:grid-cols-2')}>
        <TextField
          label={t('opcua.name')}
          placeholder={t('opcua.namePlaceholder')}
          required
          autoFocus={server === null}
          {...field('name')}
        />
        {!server && (
          <PlantField
            everyPlant={form.values.every_plant}
            onChange={(every) => form.set({ every_plant: every })}
          />
        )}
      </div>
      <TextField
        label={t('opcua.endpoint')}
        placeholder={t('opcua.endpointPlaceholder')}
        required
        spellCheck={false}
        {...field('endpoint_url')}
      />
      <div className="grid gap-3 sm:grid-cols-3">
        {TIMES.map((time) => (
          <TextField
            key={time}
            label={t(`opcua.${time}`)}
            hint={t(`opcua.hints.${time}`)}
            inputMode="numeric"
            {...field(time)}
          />
        ))}
      </div>
      <Checkbox label={t('opcua.active')} {...register('is_active')} />
    </FormSection>
  );
}
