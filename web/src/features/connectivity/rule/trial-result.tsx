// What the rule made of each message that arrived: its value, or why it is no measurement.
import type { TagTrial, TagTrialReading } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { formatClock, formatDateTime, parseTime } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';

/** Newest first; more would push the form away. */
const MOST = 10;

function useExtras(): (reading: TagTrialReading) => string {
  const { t } = useTranslation('connectivity');
  return ({ timestamp, batch_number, operator_id, serial_number }) =>
    [
      timestamp && t('trial.time', { value: formatDateTime(parseTime(timestamp)) }),
      batch_number && t('trial.batch', { value: batch_number }),
      operator_id && t('trial.operator', { value: operator_id }),
      serial_number && t('trial.serial', { value: serial_number }),
    ]
      .filter(Boolean)
      .join(' · ');
}

export function TrialResult({ trial }: { trial: TagTrial }) {
  const { t } = useTranslation('connectivity');
  const extras = useExtras();
  const { message_count, readable_count, readings } = trial;
  if (message_count === 0) return <p className="text-caution">{t('trial.silent')}</p>;
  const tone =
    readable_count === message_count ? 'text-ok' : readable_count === 0 ? 'text-alarm' : 'text-caution';
  return (
    <div>
      <p className={cn('font-medium tabular', tone)}>
        {t('trial.summary', { readable: readable_count, count: message_count })}
      </p>
      <ul aria-label={t('trial.label')} className="mt-1 divide-y divide-line rounded-md border border-line">
        {readings
          .slice(-MOST)
          .reverse()
          .map((reading, index) => (
            <li key={`${reading.received_at} ${index}`} className="flex gap-2.5 px-2.5 py-1">
              <span className="text-xs leading-5 text-ink-muted tabular">
                {formatClock(parseTime(reading.received_at))}
              </span>
              <div className="min-w-0 flex-1">
                {reading.problem === null ? (
                  <p className="font-semibold tabular">{reading.value}</p>
                ) : (
                  <p className="break-words text-alarm">{reading.problem}</p>
                )}
                {extras(reading) !== '' && <p className="text-xs text-ink-muted">{extras(reading)}</p>}
                <p className="truncate font-mono text-xs text-ink-muted" title={reading.raw_payload}>
                  {reading.raw_payload}
                </p>
              </div>
            </li>
          ))}
      </ul>
    </div>
  );
}
