// The state of a mapping's form: what is typed, what is wrong with it, its trial on live messages and its way to the server.
import { useMapTag, useTryTag } from '@/shared/api/queries/tags';
import type { TagMapping } from '@/shared/api/types';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { refusalOf } from '@/shared/api/refusal';
import {
  emptyRule,
  EXTRA_PATHS,
  isRuleField,
  type RuleForm,
  ruleForm,
  type RuleProblem,
  ruleOf,
  toMapping,
  toTrial,
} from './rule-form';
import { VALUE_FIELDS } from './value-rule';

const FROM_SERVER = 'server';
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
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<RuleForm>({
    resolver: zodResolver(ruleForm),
    defaultValues: { ...(mapping ? ruleOf(mapping) : emptyRule), ...initial },
  });
  const values = { ...emptyRule, ...useWatch({ control: form.control }) };

  const problem = (field: keyof RuleForm): string | undefined => {
    const error = form.formState.errors[field];
    if (!error?.message) return undefined;
    return error.type === FROM_SERVER ? error.message : t(`rule.problems.${error.message as RuleProblem}`);
  };
  const refuse = (error: unknown): void => {
    const { fields, rest } = refusalOf(error, isRuleField);
    fields.forEach(({ field, message }, index) =>
      form.setError(field, { type: FROM_SERVER, message }, { shouldFocus: index === 0 }),
    );
    setFailure(rest);
  };

  const save = form.handleSubmit(async (checked) => {
    setFailure(null);
    try {
      onSaved(await map.mutateAsync(toMapping(checked, mapping)));
    } catch (error) {
      refuse(error);
    }
  });

  const tryOut = async (): Promise<void> => {
    setFailure(null);
    trial.reset();
    if (!(await form.trigger([...tried], { shouldFocus: true }))) return;
    try {
      await trial.mutateAsync(toTrial(form.getValues()));
    } catch (error) {
      refuse(error);
    }
  };

  /** For the controls that are no inputs of their own. */
  const choose = <K extends keyof RuleForm>(field: K, value: RuleForm[K]): void => {
    form.setValue(field, value as never, { shouldDirty: true, shouldValidate: form.formState.isSubmitted });
    form.clearErrors(field);
  };

  return {
    register: form.register,
    choose,
    values,
    problem,
    failure,
    save,
    isSaving: map.isPending,
    tryOut,
    isTrying: trial.isPending,
    /** Of the rule as it is typed now; what was tried before a change says nothing about it. */
    trial: JSON.stringify(trial.variables) === JSON.stringify(toTrial(values)) ? trial.data : undefined,
    /** The newest message of the last trial. */
    sampled: trial.data?.readings.at(-1)?.raw_payload,
  };
}

export type RuleFormState = ReturnType<typeof useRuleForm>;
