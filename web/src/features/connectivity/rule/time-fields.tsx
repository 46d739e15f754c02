// How the times of payloads are written, and where the clock stands that says them.
import { ChoiceField } from '@/shared/ui/choice-field';
import { useTranslation } from 'react-i18next';
import { ZoneField } from '../zone-field';
import { TIMESTAMP_FORMATS } from './rule-form';
import type { RuleFormState } from './use-rule-form';

export function TimeFields({ form }: { form: RuleFormState }) {
  const { t } = useTranslation('connectivity');
  const { register, field } = form;
  return (
    <div className="mt-3 grid gap-3 sm:grid-cols-2">
      <ChoiceField
        label={t('rule.timestampFormat')}
        hint={t('rule.timestampFormatHint')}
        {...register('timestamp_format')}
        choices={TIMESTAMP_FORMATS}
        text={(format) => t(`rule.timestampFormats.${format}`)}
      />
      <ZoneField label={t('rule.timeZone')} hint={t('rule.timeZoneHint')} {...field('time_zone')} />
    </div>
  );
}
