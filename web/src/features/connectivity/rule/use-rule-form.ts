// The state of a mapping's form: what is typed, what is wrong with it, its trial on live messages and its way to the server.
import { useMapTag, useTryTag } from '@/shared/api/queries/tags';
import type { TagMapping } from '@/shared/api/types';
import { useEntityForm } from '@/shared/forms/use-entity-form';
import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslation } from 'react-i18next';
import { trialOf } from '../trial-of';
import {
  emptyRule,
  EXTRA_PATHS,
  type RuleForm,
  ruleForm,
  type RuleProblem,
  ruleOf,
  toMapping,
  toTrial,
} from './rule-form';
import { VALUE_FIELDS } from './value-rule';

const tried = [
  'broker_id',
  'mqtt_topic',
  'metric_name',
  'payload_format',
  'value_path',
  'pattern',
  'timestamp_format',
  'time_zone',
  'trigger_strategy',
  'trigger_tag',
  'dead_band',
  'timeout_seconds',
  ...EXTRA_PATHS,
  ...VALUE_FIELDS,
] as const;

interface RuleFormInput {
  /** The mapping that is edited. */
  mapping: TagMapping | null;
  /** What is chosen already. */
  initial?: Partial<RuleForm>;
  onSaved: (saved: TagMapping) => void;
}

export function useRuleForm({ mapping, initial, onSaved }: RuleFormInput) {
  const { t } = useTranslation('connectivity');
  const map = useMapTag();
  const trial = useTryTag();
  const form = useEntityForm<RuleForm, TagMapping>({
    resolver: zodResolver(ruleForm),
    initial: { ...(mapping ? ruleOf(mapping) : emptyRule), ...initial },
    problemText: (key) => t(`rule.problems.${key as RuleProblem}`),
    save: (checked) => map.mutateAsync(toMapping(checked, mapping)),
    onSaved,
  });
  return {
    ...form,
    ...trialOf(trial, form, tried, () => toTrial(form.values)),
    /** The newest message of the last trial. */
    sampled: trial.data?.readings.at(-1)?.raw_payload,
  };
}

export type RuleFormState = ReturnType<typeof useRuleForm>;
