// How the times of payloads are written, and where the clock stands that says them.
import { SelectField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { ZoneField } from '../zone-field';
import { TIMESTAMP_FORMATS } from './rule-form';
import type { RuleFormState } from './use-rule-form';

export function TimeFields({ form }: { form: RuleFormState }) {
  const { t } = useTranslation('connectivity');
  const { register, field } = form;
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
      <ZoneField label={t('rule.timeZone')} hint={t('rule.timeZoneHint')} {...field('time_zone')} />
    </div>
  );
}
