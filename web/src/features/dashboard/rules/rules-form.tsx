import { useReplaceRules } from '@/shared/api/queries/rules';
import type { Characteristic, RuleSwitch, Severity } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { DialogActions } from '@/shared/ui/dialog';
import { controlClass } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changed, dispersionRules } from './rule-rows';

const severities: readonly Severity[] = ['WARNING', 'CRITICAL'];

interface RuleRowProps {
  rule: RuleSwitch;
  /** Whether a dispersion chart can be judged by it. */
  hasDispersion: boolean;
  onChange: (change: Partial<RuleSwitch>) => void;
}

function RuleRow({ rule, hasDispersion, onChange }: RuleRowProps) {
  const { t } = useTranslation(['dashboard', 'common']);
  const id = rule.rule_id as 1;
  const name = t('common:ruleLabel', { rule: id, name: t(`common:rules.${id}`) });
  const box = (column: 'on' | 'dispersion' | 'acknowledge', checked: boolean, member: keyof RuleSwitch) => (
    <td className="py-1 text-center">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        aria-label={`${name}: ${t(`rules.${column}`)}`}
        checked={checked}
        disabled={column !== 'on' && !rule.is_enabled}
        onChange={(event) => onChange({ [member]: event.target.checked })}
      />
    </td>
  );
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1 text-left font-medium" title={t(`common:ruleDescriptions.${id}`)}>
        {name}
      </th>
      {box('on', rule.is_enabled, 'is_enabled')}
      {hasDispersion ? (
        box('dispersion', rule.dispersion_enabled === true, 'dispersion_enabled')
      ) : (
        <td className="py-1 text-center text-ink-faint">–</td>
      )}
      <td className="py-1">
        <select
          className={controlClass}
          aria-label={`${name}: ${t('rules.severity')}`}
          value={rule.severity ?? 'WARNING'}
          disabled={!rule.is_enabled}
          onChange={(event) => onChange({ severity: event.target.value as Severity })}
        >
          {severities.map((severity) => (
            <option key={severity} value={severity}>
              {t(`common:severity.${severity}`)}
            </option>
          ))}
        </select>
      </td>
      {box('acknowledge', rule.require_acknowledgement, 'require_acknowledgement')}
    </tr>
  );
}

interface RulesFormProps {
  characteristic: Characteristic;
  stored: readonly RuleSwitch[];
  onClose: () => void;
}

export function RulesForm({ characteristic, stored, onClose }: RulesFormProps) {
  const { t } = useTranslation(['dashboard', 'common']);
  const [rules, setRules] = useState([...stored]);
  const replace = useReplaceRules(characteristic.id);
  const errorText = useErrorText();
  const onDispersion = dispersionRules(characteristic);

  const save = (): void =>
    replace.mutate(rules, {
      onSuccess: () => {
        toast.success(t('rules.saved'));
        onClose();
      },
      onError: (error) => toast.error(t('rules.failed'), errorText(error)),
    });

  return (
    <div className="flex flex-col gap-4">
      <table className="w-full text-sm">
        <thead>
          <tr className="text-ink-muted">
            <th scope="col" className="text-left font-normal">
              {t('rules.rule')}
            </th>
            {(['on', 'dispersion', 'severity', 'acknowledge'] as const).map((column) => (
              <th key={column} scope="col" className="px-1 font-normal">
                {t(`rules.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <RuleRow
              key={rule.rule_id}
              rule={rule}
              hasDispersion={onDispersion.includes(rule.rule_id)}
              onChange={(change) => setRules(changed(rules, rule.rule_id, change))}
            />
          ))}
        </tbody>
      </table>
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button variant="primary" busy={replace.isPending} onClick={save}>
          {t('common:save')}
        </Button>
      </DialogActions>
    </div>
  );
}
