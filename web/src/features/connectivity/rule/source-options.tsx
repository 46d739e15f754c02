// What a topic with wildcards and a Sparkplug topic offer beside the rest: whose readings share a sample, and whether births
// count.
import { Checkbox } from '@/shared/ui/field';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { hasWildcard, isSparkplug } from './rule-form';
import type { RuleFormState } from './use-rule-form';

type Option = 'subgroup_across_sources' | 'take_birth_values';

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
  const topic = form.values.mqtt_topic;
  return (
    <>
      {hasWildcard(topic) && <OptionField form={form} option="subgroup_across_sources" />}
      {isSparkplug(topic) && <OptionField form={form} option="take_birth_values" />}
    </>
  );
}
