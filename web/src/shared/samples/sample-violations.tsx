import { useAcknowledge, useReasonCodes } from '@/shared/api/queries/violations';
import type { PointViolation } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { useCan } from '@/shared/auth/roles';
import { useSession } from '@/shared/auth/session';
import { severityOf } from '@/shared/characteristics/severity';
import { quantityOf } from '@/shared/charts/chart-texts';
import { decimalsApart, formatValue } from '@/shared/lib/format';
import { Badge } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { SelectField, TextField } from '@/shared/ui/field';
import { EmptyState } from '@/shared/ui/states';
import { toast } from '@/shared/ui/toast';
import { ShieldCheck } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

function AcknowledgeForm({ violationId }: { violationId: number }) {
  const { t } = useTranslation(['samples', 'common']);
  const [open, setOpen] = useState(false);
  const [cause, setCause] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const { data: causes = [] } = useReasonCodes();
  const user = useSession((state) => state.user?.username ?? '');
  const acknowledge = useAcknowledge();
  const errorText = useErrorText();
  const chosen = cause ?? causes[0] ?? '';

  if (!open) {
    return (
      <Button className="self-start" onClick={() => setOpen(true)}>
        {t('acknowledge')}
      </Button>
    );
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const reason = note.trim() ? `${chosen}: ${note.trim()}` : chosen;
    // A promise and not the callbacks of mutate(): the form is gone as soon as the violation counts as acknowledged.
    acknowledge.mutateAsync({ violationId, user, reason, exclude_sample: false }).then(
      () => toast.success(t('ackToast')),
      (error: unknown) => toast.error(t('ackFailed'), errorText(error)),
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 rounded-lg bg-sunken p-3">
      <SelectField
        label={t('ackReason')}
        value={chosen}
        onChange={(event) => setCause(event.target.value)}
        autoFocus
      >
        {causes.map((item) => (
          <option key={item}>{item}</option>
        ))}
      </SelectField>
      <TextField
        label={t('ackNote')}
        placeholder={t('ackNotePlaceholder')}
        value={note}
        maxLength={400}
        required={chosen === 'Other'}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={() => setOpen(false)}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary" busy={acknowledge.isPending}>
          {t('acknowledge')}
        </Button>
      </div>
    </form>
  );
}

/** The point as it was judged, beside the lines of its chart. */
function FigureLine({ violation, decimals: least }: { violation: PointViolation; decimals: number }) {
  const { t } = useTranslation('charts');
  const { statistic, value, center_line, ucl, lcl } = violation;
  if (statistic === null || value === null) return null;
  const decimals = decimalsApart([value, center_line, ucl, lcl], statistic === 'z' ? 2 : least);
  const text = (number: number | null) => formatValue(number, decimals);
  return (
    <p className="tabular">
      {t(`quantities.${quantityOf(statistic)}`)} <strong className="font-semibold">{text(value)}</strong>
      <span className="text-ink-muted">
        {' · '}
        {t('ucl')} {text(ucl)} · {t('center')} {text(center_line)} · {t('lcl')} {text(lcl)}
      </span>
    </p>
  );
}

interface SampleViolationsProps {
  violations: PointViolation[];
  decimals: number;
}

export function SampleViolations({ violations, decimals }: SampleViolationsProps) {
  const { t } = useTranslation(['samples', 'common']);
  const canAcknowledge = useCan('supervisor');
  if (violations.length === 0) {
    return <EmptyState icon={<ShieldCheck aria-hidden size={24} />} title={t('noViolations')} />;
  }
  return (
    <ul className="flex flex-col gap-4">
      {violations.map((violation) => {
        const rule = violation.rule_id as 1;
        const tone = violation.severity === 'CRITICAL' ? 'alarm' : 'caution';
        const state = violation.acknowledged
          ? 'acknowledged'
          : violation.requires_acknowledgement
            ? 'needsAck'
            : 'informational';
        return (
          <li key={violation.id} className="flex flex-col gap-2">
            <div className="flex flex-wrap items-center gap-2">
              <strong className="font-semibold">
                {t('common:ruleLabel', { rule, name: t(`common:rules.${rule}`) })}
              </strong>
              <Badge tone={tone}>{t(`common:severity.${severityOf(violation.severity)}`)}</Badge>
              <Badge tone={violation.acknowledged ? 'ok' : 'neutral'}>{t(state)}</Badge>
            </div>
            <p className="text-ink-muted">
              {t(`common:ruleDescriptions.${rule}`)}
              {' · '}
              {t(violation.chart === 'dispersion' ? 'onDispersion' : 'onLocation')}
              {violation.sample_ids.length > 1 && (
                <>
                  {' · '}
                  {t('involved', { count: violation.sample_ids.length })}
                </>
              )}
            </p>
            <FigureLine violation={violation} decimals={decimals} />
            {canAcknowledge && !violation.acknowledged && <AcknowledgeForm violationId={violation.id} />}
          </li>
        );
      })}
    </ul>
  );
}
