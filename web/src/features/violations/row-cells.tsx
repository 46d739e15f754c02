// The cells of one violation.
import type { Characteristic, Sample, Violation } from '@/shared/api/types';
import { severityOf } from '@/shared/characteristics/severity';
import {
  formatClock,
  formatDateTime,
  formatDay,
  formatDayTime,
  formatValue,
  parseTime,
} from '@/shared/lib/format';
import { cn } from '@/shared/lib/cn';
import { Badge } from '@/shared/ui/badge';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dashboardLink } from './dashboard-link';
import { chartKey, crossedLimit, sampleFigure, statedFigure } from './sample-figure';
import { timeOf, useViolationText } from './violation-text';

export function TimeCell({ violation }: { violation: Violation }) {
  const time = timeOf(violation);
  if (!time) return null;
  return (
    <time dateTime={time.toISOString()} title={formatDateTime(time)} className="block leading-snug tabular">
      {formatClock(time)}
      <span className="block text-xs text-ink-muted">{formatDay(time)}</span>
    </time>
  );
}

export function SeverityBadge({ violation }: { violation: Violation }) {
  const { t } = useTranslation();
  const severity = severityOf(violation.severity);
  return <Badge tone={severity === 'CRITICAL' ? 'alarm' : 'caution'}>{t(`severity.${severity}`)}</Badge>;
}

const outlined = 'border border-line-strong bg-surface!';

const RuleNumber = ({ violation }: { violation: Violation }) => (
  <Badge className={cn(outlined, 'mt-px min-w-5 justify-center')}>{violation.rule_id}</Badge>
);

export function RuleCell({ violation }: { violation: Violation }) {
  const { t } = useTranslation('violations');
  const { ruleName, ruleDescription } = useViolationText();
  const count = violation.sample_ids.length;
  return (
    <span className="flex items-start gap-2 leading-snug" title={ruleDescription(violation)}>
      <RuleNumber violation={violation} />
      <span>
        {ruleName(violation)}
        {count > 1 && (
          <span className="block text-xs text-ink-muted tabular">{t('table.points', { count })}</span>
        )}
      </span>
    </span>
  );
}

/** Name and path; where the table is narrow also what the hidden columns say. */
export function CharacteristicCell({ violation }: { violation: Violation }) {
  const { t } = useTranslation('violations');
  const { fullName, ruleName, ruleDescription } = useViolationText();
  const link = dashboardLink(violation);
  const time = timeOf(violation);
  return (
    <div className="min-w-0 leading-snug">
      {link ? (
        <Link
          to={link}
          aria-label={t('table.open', { name: fullName(violation) })}
          className="font-medium hover:text-accent hover:underline"
        >
          {violation.characteristic_name}
        </Link>
      ) : (
        <span className="font-medium">{violation.characteristic_name}</span>
      )}
      <span className="block truncate text-xs text-ink-muted" title={violation.hierarchy_path ?? undefined}>
        {violation.hierarchy_path}
      </span>
      <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 @3xl:hidden">
        <span className="flex items-center gap-2" title={ruleDescription(violation)}>
          <RuleNumber violation={violation} />
          {ruleName(violation)}
        </span>
        <SeverityBadge violation={violation} />
        {time && <span className="text-xs text-ink-muted tabular">{formatDayTime(time)}</span>}
      </div>
    </div>
  );
}

interface ChartCellProps {
  violation: Violation;
  characteristic: Characteristic | undefined;
}

export function ChartCell({ violation, characteristic }: ChartCellProps) {
  const { t } = useTranslation(['violations', 'charts']);
  const key = chartKey(characteristic, violation);
  return key ? t(`charts:${key}`) : t(`table.${violation.chart}`);
}

export function ValueCell({
  violation,
  characteristic,
  sample,
}: ChartCellProps & { sample: Sample | undefined }) {
  const { t } = useTranslation(['violations', 'charts']);
  if (!characteristic) return null;
  const figure =
    statedFigure(violation, characteristic.decimal_precision) ??
    (sample ? sampleFigure(sample, characteristic, violation.chart) : null);
  if (!figure) return null;
  const { quantity, value, decimals } = figure;
  const crossed = crossedLimit(violation);
  return (
    <span className="block leading-snug tabular">
      {formatValue(value, decimals)}
      <span className="block text-xs text-ink-muted">
        {sample?.is_excluded ? t('table.excluded') : t(`charts:quantities.${quantity}`)}
      </span>
      {crossed && (
        <span className="block text-xs text-ink-muted">
          {t(`charts:${crossed.name}`)} {formatValue(crossed.value, decimals)}
        </span>
      )}
    </span>
  );
}

export function StatusCell({ violation }: { violation: Violation }) {
  const { t } = useTranslation('violations');
  const { acknowledged, requires_acknowledgement, superseded_at, ack_user, ack_reason, ack_timestamp } =
    violation;
  if (!acknowledged) {
    return requires_acknowledgement ? (
      <Badge className={cn(outlined, 'mt-px')}>{t('status.pending')}</Badge>
    ) : (
      <Badge tone="info" className="mt-px">
        {t('status.informational')}
      </Badge>
    );
  }
  const by =
    ack_user && ack_timestamp
      ? t('status.by', { user: ack_user, time: formatDayTime(parseTime(ack_timestamp)) })
      : ack_user;
  const why = superseded_at ? t('status.superseded', { reason: ack_reason ?? '' }) : ack_reason;
  const full = [by, why, superseded_at && t('status.supersededHint')].filter(Boolean).join('\n');
  return (
    <div className="min-w-0 leading-snug @max-3xl:max-w-32 @max-3xl:break-words" title={full}>
      <span className="flex items-center gap-x-1.5 @max-3xl:flex-wrap">
        <Badge tone="ok">{t('status.acknowledged')}</Badge>
        <span className="text-xs text-ink-muted tabular @3xl:truncate">{by}</span>
      </span>
      <span className="block text-xs @max-3xl:line-clamp-3 @3xl:truncate">{why}</span>
    </div>
  );
}
