import { ApiError } from '@/shared/api/errors';
import { useSaveRule } from '@/shared/api/queries/notifications';
import { refusalOf } from '@/shared/api/refusal';
import type { NotificationRule } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bodyOf, problemsOf, type RuleValues, valuesOf } from './rule-form';

export interface RuleFormState {
  values: RuleValues;
  set: (change: Partial<RuleValues>) => void;
  /** What is wrong about a field, in words; by the server's name of it. */
  problem: (field: string) => string | undefined;
  /** What the server refused and that belongs to no field. */
  failure: unknown;
  isSaving: boolean;
  /** Moves the focus to the first field that is wrong, if there is one. */
  save: () => Promise<void>;
}

const hereZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
const isShown = (field: string): field is string => field !== 'body' && field !== 'plant_id';

export function useRuleForm(
  rule: NotificationRule | null,
  onSaved: (rule: NotificationRule) => void,
): RuleFormState {
  const { t } = useTranslation('notifications');
  const selected = usePlantSelection((state) => state.plantId);
  const saving = useSaveRule(rule?.id ?? null);
  const [values, setValues] = useState(() => valuesOf(rule, hereZone()));
  const [isChecked, setIsChecked] = useState(false);
  const [refused, setRefused] = useState<Partial<Record<string, string>>>({});
  const [failure, setFailure] = useState<unknown>(null);

  const set = (change: Partial<RuleValues>) => {
    setValues((current) => ({ ...current, ...change }));
    setRefused({});
    setFailure(null);
  };
  const problems = isChecked ? problemsOf(values) : {};
  const problem = (field: string) => {
    const own = problems[field];
    return own ? t(`problems.${own}`) : refused[field];
  };
  const save = async (): Promise<void> => {
    setIsChecked(true);
    if (Object.keys(problemsOf(values)).length > 0) return;
    try {
      onSaved(await saving.mutateAsync(bodyOf(values, rule?.plant_id ?? selected)));
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        setRefused({ name: error.message });
        return;
      }
      const { fields, rest } = refusalOf(error, isShown);
      setRefused(Object.fromEntries(fields.map(({ field, message }) => [field, message])));
      setFailure(rest);
    }
  };
  return { values, set, problem, failure, isSaving: saving.isPending, save };
}
