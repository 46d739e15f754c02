// When readings become a sample.
import { SelectField, TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { STRATEGIES } from './rule-form';
import type { RuleFormState } from './use-rule-form';

export function TriggerFields({ form }: { form: RuleFormState }) {
  const { t } = useTranslation('connectivity');
  const { register, problem, values } = form;
  return (
    <>
      <SelectField
        label={t('rule.strategy')}
        hint={t(`rule.strategyHints.${values.trigger_strategy}`)}
        {...register('trigger_strategy')}
      >
        {STRATEGIES.map((strategy) => (
          <option key={strategy} value={strategy}>
            {t(`rule.strategies.${strategy}`)}
          </option>
        ))}
      </SelectField>
      {values.trigger_strategy === 'on_trigger' && (
        <TextField
          label={t('rule.triggerTopic')}
          hint={t('rule.triggerTopicHint')}
          required
          spellCheck={false}
          error={problem('trigger_tag')}
          {...register('trigger_tag')}
        />
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t('rule.deadBand')}
          hint={t('rule.deadBandHint')}
          inputMode="decimal"
          error={problem('dead_band')}
          {...register('dead_band')}
        />
        <TextField
          label={t('rule.timeout')}
          hint={t('rule.timeoutHint')}
          inputMode="decimal"
          error={problem('timeout_seconds')}
          {...register('timeout_seconds')}
        />
      </div>
    </>
  );
}
