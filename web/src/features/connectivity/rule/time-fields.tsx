// How the times of payloads are written, and where the clock stands that says them.
import { SelectField, TextField } from '@/shared/ui/field';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { TIMESTAMP_FORMATS } from './rule-form';
import type { RuleFormState } from './use-rule-form';

const ZONES = Intl.supportedValuesOf('timeZone');

export function TimeFields({ form }: { form: RuleFormState }) {
  const { t } = useTranslation('connectivity');
  const { register, problem } = form;
  const id = useId();
  return (
    <div className="mt-3 grid gap-3 sm:grid-cols-2">
      <SelectField
        label={t('rule.timestampFormat')}
        hint={t('rule.timestampFormatHint')}
        {...register('timestamp_format')}
      >
        {TIMESTAMP_FORMATS.map((format) => (
          <option key={format} value={format}>
            {t(`rule.timestampFormats.${format}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('rule.timeZone')}
        hint={t('rule.timeZoneHint')}
        spellCheck={false}
        list={id}
        error={problem('time_zone')}
        {...register('time_zone')}
      />
      <datalist id={id}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </div>
  );
}
