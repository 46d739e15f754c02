// What is about to be acknowledged: the one violation in words, or many counted by rule.
import type { Violation } from '@/shared/api/types';
import { formatDateTime } from '@/shared/lib/format';
import { Badge } from '@/shared/ui/badge';
import { useTranslation } from 'react-i18next';
import { SeverityBadge } from './row-cells';
import { timeOf, useViolationText } from './violation-text';

function One({ violation }: { violation: Violation }) {
  const { t } = useTranslation();
  const { ruleName, ruleDescription } = useViolationText();
  const time = timeOf(violation);
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {t('ruleLabel', { rule: violation.rule_id, name: ruleName(violation) })}
        <SeverityBadge violation={violation} />
      </p>
      <p className="text-ink-muted">{ruleDescription(violation)}</p>
      <p className="mt-1">{violation.characteristic_name}</p>
      <p className="text-ink-muted">{violation.hierarchy_path}</p>
      {time && <p className="text-ink-muted tabular">{formatDateTime(time)}</p>}
    </>
  );
}

function Many({ violations }: { violations: readonly Violation[] }) {
  const { t } = useTranslation(['violations', 'common']);
  const { ruleName } = useViolationText();
  const byRule = new Map<number, Violation[]>();
  for (const violation of violations)
    byRule.set(violation.rule_id, [...(byRule.get(violation.rule_id) ?? []), violation]);
  const groups = [...byRule.values()].sort(([a], [b]) => (a?.rule_id ?? 0) - (b?.rule_id ?? 0));
  const characteristics = new Set(violations.map(({ characteristic_id }) => characteristic_id)).size;
  return (
    <>
      <p className="font-medium">
        {t('ack.bulkBody', {
          count: violations.length,
          characteristics: t('ack.ofCharacteristics', { count: characteristics }),
        })}
      </p>
      <ul className="mt-1.5 flex flex-wrap gap-1.5">
        {groups.map(([first, ...rest]) =>
          first ? (
            <li key={first.rule_id}>
              <Badge tone={first.severity === 'CRITICAL' ? 'alarm' : 'caution'}>
                {t('ack.ruleCount', {
                  rule: t('common:ruleLabel', { rule: first.rule_id, name: ruleName(first) }),
                  count: rest.length + 1,
                })}
              </Badge>
            </li>
          ) : null,
        )}
      </ul>
    </>
  );
}

export function AcknowledgeSummary({ violations }: { violations: readonly Violation[] }) {
  const [first, ...others] = violations;
  if (!first) return null;
  return (
    <div className="mb-4 rounded-lg border border-line bg-sunken px-3 py-2">
      {others.length === 0 ? <One violation={first} /> : <Many violations={violations} />}
    </div>
  );
}
