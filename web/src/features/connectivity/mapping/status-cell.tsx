// What comes in through a mapping: its health in a word, the last value, the counts, and what could not be read.
import { healthTone } from '@/shared/connectivity/source-health';
import { formatValue } from '@/shared/lib/format';
import { Ago } from '@/shared/ui/ago';
import { Badge } from '@/shared/ui/badge';
import { useTranslation } from 'react-i18next';
import type { MappedRow } from './mapping-rows';

export function StatusCell({ row, now }: { row: MappedRow; now: number }) {
  const { t } = useTranslation('connectivity');
  const { mapping, health, subgroupSize, decimals } = row;
  const { messages_received, samples_stored, rejected_count, duplicates_dropped, pending_values } = mapping;
  // The topic stands beside it already.
  const reason = mapping.last_rejection?.replace(`${mapping.mqtt_topic}: `, '') ?? null;
  const counts = [
    t('counts.messages', { count: messages_received }),
    t('counts.samples', { count: samples_stored }),
    ...(duplicates_dropped > 0 ? [t('counts.duplicates', { count: duplicates_dropped })] : []),
    ...(pending_values > 0
      ? [
          subgroupSize !== null && subgroupSize > 1
            ? t('counts.pendingOf', { count: pending_values, size: subgroupSize })
            : t('counts.pending', { count: pending_values }),
        ]
      : []),
  ];
  return (
    <div className="min-w-0 leading-snug">
      <div className="flex flex-wrap items-center gap-x-2">
        <Badge tone={healthTone[health]}>{t(`health.${health}`)}</Badge>
        {mapping.last_value !== null && (
          <span className="font-semibold tabular" title={String(mapping.last_value)}>
            {formatValue(mapping.last_value, decimals)}
          </span>
        )}
        {mapping.last_message_at && (
          <span className="text-xs text-ink-muted">
            <Ago time={mapping.last_message_at} now={now} />
          </span>
        )}
      </div>
      {messages_received > 0 && (
        <p className="text-xs text-ink-muted tabular" title={t('sinceStart')}>
          {counts.join(' · ')}
        </p>
      )}
      {rejected_count > 0 && (
        <p className="truncate text-xs text-caution" title={mapping.last_rejection ?? undefined}>
          {t('counts.rejected', { count: rejected_count })}
          {reason !== null && `: ${reason}`}
        </p>
      )}
    </div>
  );
}
