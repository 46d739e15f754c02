// What comes in through a mapping: its health in a word, the last value, the counts, and what could not be read.
import { healthTone } from '@/shared/connectivity/source-health';
import { formatValue } from '@/shared/lib/format';
import { Ago } from '@/shared/ui/ago';
import { Badge } from '@/shared/ui/badge';
import { useTranslation } from 'react-i18next';
import type { MappedRow } from './mapping-rows';

export function StatusCell({ row, now }: { row: MappedRow; now: number }) {
  const { t } = useTranslation('connectivity');
  const { source, health, subgroupSize, decimals } = row;
  const { received, samples, rejected, duplicates, pending, uncertain, timeFallbacks } = source;
  const { lastValue, lastReceivedAt } = source;
  // The topic stands beside it already.
  const reason = source.lastRejection?.replace(`${source.address}: `, '') ?? null;
  const problem = source.protocol === 'opcua' ? source.problem : null;
  const birthsLeftOut = source.protocol === 'mqtt' ? source.birthsLeftOut : 0;
  const closedEarly = source.protocol === 'mqtt' ? source.closedEarly : 0;
  const counts = [
    t(source.protocol === 'mqtt' ? 'counts.messages' : 'counts.values', { count: received }),
    t('counts.samples', { count: samples }),
    ...(duplicates > 0 ? [t('counts.duplicates', { count: duplicates })] : []),
    ...(uncertain > 0 ? [t('counts.uncertain', { count: uncertain })] : []),
    ...(birthsLeftOut > 0 ? [t('counts.birthsLeftOut', { count: birthsLeftOut })] : []),
    ...(pending > 0
      ? [
          subgroupSize !== null && subgroupSize > 1
            ? t('counts.pendingOf', { count: pending, size: subgroupSize })
            : t('counts.pending', { count: pending }),
        ]
      : []),
  ];
  return (
    <div className="min-w-0 leading-snug">
      <div className="flex flex-wrap items-center gap-x-2">
        <Badge tone={healthTone[health]}>{t(`health.${health}`)}</Badge>
        {lastValue !== null && (
          <span className="font-semibold tabular" title={String(lastValue)}>
            {formatValue(lastValue, decimals)}
          </span>
        )}
        {lastReceivedAt && (
          <span className="text-xs text-ink-muted">
            <Ago time={lastReceivedAt} now={now} />
          </span>
        )}
      </div>
      {problem !== null && <p className="text-xs break-words text-alarm">{problem}</p>}
      {received > 0 && (
        <p className="text-xs text-ink-muted tabular" title={t('sinceStart')}>
          {counts.join(' · ')}
        </p>
      )}
      {source.protocol === 'mqtt' && source.metricProblem !== null && (
        <p className="text-xs break-words text-caution">{source.metricProblem}</p>
      )}
      {source.clockProblem !== null && (
        <p className="text-xs break-words text-caution">{source.clockProblem}</p>
      )}
      {timeFallbacks > 0 && (
        <p className="truncate text-xs text-caution" title={source.lastTimeFallback ?? undefined}>
          {t('counts.timeFallbacks', { count: timeFallbacks })}
          {source.lastTimeFallback !== null && `: ${source.lastTimeFallback}`}
        </p>
      )}
      {closedEarly > 0 && (
        <p className="text-xs text-caution">{t('counts.closedEarly', { count: closedEarly })}</p>
      )}
      {rejected > 0 && (
        <p className="truncate text-xs text-caution" title={source.lastRejection ?? undefined}>
          {t('counts.rejected', { count: rejected })}
          {reason !== null && `: ${reason}`}
        </p>
      )}
    </div>
  );
}
