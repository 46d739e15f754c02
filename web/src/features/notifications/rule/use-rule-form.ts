import { useCreateRule, useReplaceRule } from '@/shared/api/queries/notifications';
import type { NotificationRule } from '@/shared/api/types';
import { checkedBy, useEntityForm } from '@/shared/forms/use-entity-form';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useTranslation } from 'react-i18next';
import { bodyOf, type Problem, problemsOf, type RuleValues, valuesOf } from './rule-form';

const hereZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function useRuleForm(rule: NotificationRule | null, onSaved: (rule: NotificationRule) => void) {
  const { t } = useTranslation('notifications');
  const selected = usePlantSelection((state) => state.plantId);
  const create = useCreateRule();
  const replace = useReplaceRule(rule?.id ?? 0);
  return useEntityForm<RuleValues, NotificationRule>({
    resolver: checkedBy(problemsOf),
    initial: valuesOf(rule, hereZone()),
    problemText: (key) => t(`problems.${key as Problem}`),
    isShown: (path) => path !== 'body' && path !== 'plant_id',
    unique: 'name',
    save: (values) => (rule ? replace : create).mutateAsync(bodyOf(values, rule?.plant_id ?? selected)),
    onSaved,
  });
}

export type RuleFormState = ReturnType<typeof useRuleForm>;
