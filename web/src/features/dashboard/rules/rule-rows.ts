// Which of the eight rules can judge what, and how a row of the form changes them. Pure.
import type { Characteristic, RuleSwitch } from '@/shared/api/types';

/** On a range or s chart the rules that do not presuppose symmetry; on a moving range chart, whose points overlap, the first. */
export function dispersionRules({ data_type, subgroup_size }: Characteristic): readonly number[] {
  if (data_type !== 'variable') return [];
  return subgroup_size === 1 ? [1] : [1, 2, 3, 4];
}

export const changed = (
  rules: readonly RuleSwitch[],
  ruleId: number,
  change: Partial<RuleSwitch>,
): RuleSwitch[] => rules.map((rule) => (rule.rule_id === ruleId ? { ...rule, ...change } : rule));
