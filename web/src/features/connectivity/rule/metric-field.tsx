// Which metric of a Sparkplug topic: those that are known are offered, any other may be typed.
import { TextField } from '@/shared/ui/field';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleFormState } from './use-rule-form';

export function MetricField({ form, metrics }: { form: RuleFormState; metrics: readonly string[] }) {
  const { t } = useTranslation('connectivity');
  const id = useId();
  return (
    <>
      <TextField
        label={t('rule.metric')}
        hint={t('rule.metricHint')}
        required
        spellCheck={false}
        list={`${id}-metrics`}
        {...form.field('metric_name')}
      />
      <datalist id={`${id}-metrics`}>
        {metrics.map((metric) => (
          <option key={metric} value={metric} />
        ))}
      </datalist>
    </>
  );
}
