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
  const { register, problem } = form;
  const owner = useOwnerText(server?.plant_id ?? null);
  return (
    <FormSection title={t('opcua.connection')} {...(server ? { hint: owner } : {})}>
      <div className={cn('grid gap-3', !server && 'sm:grid-cols-2')}>
        <TextField
          label={t('opcua.name')}
          placeholder={t('opcua.namePlaceholder')}
          required
          autoFocus={server === null}
          error={problem('name')}
          {...register('name')}
        />
        {!server && (
          <PlantField
            everyPlant={form.values.every_plant}
            onChange={(every) => form.setValue('every_plant', every)}
          />
        )}
      </div>
      <TextField
        label={t('opcua.endpoint')}
        placeholder={t('opcua.endpointPlaceholder')}
        required
        spellCheck={false}
        error={problem('endpoint_url')}
        {...register('endpoint_url')}
      />
      <div className="grid gap-3 sm:grid-cols-3">
        {TIMES.map((time) => (
          <TextField
            key={time}
            label={t(`opcua.${time}`)}
            hint={t(`opcua.hints.${time}`)}
            inputMode="numeric"
            error={problem(time)}
            {...register(time)}
          />
        ))}
      </div>
      <Checkbox label={t('opcua.active')} {...register('is_active')} />
    </FormSection>
  );
}
