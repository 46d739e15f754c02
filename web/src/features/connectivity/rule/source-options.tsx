// What the rest of the form brings with it: whose readings share a sample, where the topic has wildcards; whether births count,
// of Sparkplug; whether equal messages are repetitions, where they have a time.
import { Checkbox } from '@/shared/ui/field';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { hasWildcard, isSparkplug } from './rule-form';
import type { RuleFormState } from './use-rule-form';

type Option = 'subgroup_across_sources' | 'take_birth_values' | 'every_message_counts';

function OptionField({ form, option }: { form: RuleFormState; option: Option }) {
  const { t } = useTranslation('connectivity');
  const id = useId();
  return (
    <div>
      <Checkbox label={t(`rule.${option}`)} aria-describedby={id} {...form.register(option)} />
      <p id={id} className="text-xs text-ink-muted">
        {t(`rule.${option}Hint`)}
      </p>
    </div>
  );
}

export function SourceOptions({ form }: { form: RuleFormState }) {
  const { mqtt_topic: topic, payload_format, timestamp_path } = form.values;
  const isTimed = isSparkplug(topic) || (payload_format === 'json' && timestamp_path.trim() !== '');
  return (
    <>
      {hasWildcard(topic) && <OptionField form={form} option="subgroup_across_sources" />}
      {isSparkplug(topic) && <OptionField form={form} option="take_birth_values" />}
      {isTimed && <OptionField form={form} option="every_message_counts" />}
    </>
  );
}
