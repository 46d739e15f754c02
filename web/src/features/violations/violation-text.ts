// Names that several parts of the page use for one violation.
import type { Violation } from '@/shared/api/types';
import { formatDateTime, parseTime } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';
import { RULES } from './view';

export const timeOf = ({ created_at }: Violation): Date | null => (created_at ? parseTime(created_at) : null);

interface ViolationText {
  ruleName: (violation: Pick<Violation, 'rule_id' | 'rule_name'>) => string;
  ruleDescription: (violation: Violation) => string | undefined;
  /** One violation in words, for assistive technology and lists. */
  fullName: (violation: Violation) => string;
}

export function useViolationText(): ViolationText {
  const { t } = useTranslation(['violations', 'common']);
  const known = (id: number) => RULES.find((rule) => rule === id);
  return {
    ruleName: ({ rule_id, rule_name }) => {
      const rule = known(rule_id);
      return rule ? t(`common:rules.${rule}`) : rule_name;
    },
    ruleDescription: ({ rule_id }) => {
      const rule = known(rule_id);
      return rule && t(`common:ruleDescriptions.${rule}`);
    },
    fullName: (violation) => {
      const time = timeOf(violation);
      return t('table.rowName', {
        rule: violation.rule_id,
        characteristic: violation.characteristic_name ?? '',
        time: time ? formatDateTime(time) : '',
      });
    },
  };
}
