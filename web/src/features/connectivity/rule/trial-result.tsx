// What the rule made of each value that arrived: a measurement, or why it is none.
import { cn } from '@/shared/lib/cn';
import { formatClock, formatDateTime, parseTime } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';
import type { Trial, TrialReading } from './trial';

/** Newest first; more would push the form away. */
const MOST = 10;

function Reading({ reading }: { reading: TrialReading }) {
  const { t } = useTranslation('connectivity');
  const { at, value, problem, raw, timeProblem, isUncertain } = reading;
  const extras = reading.extras.map((extra) =>
    t(`trial.${extra.kind}`, {
      value: extra.kind === 'time' ? formatDateTime(parseTime(extra.value)) : extra.value,
    }),
  );
  return (
    <li className="flex gap-2.5 px-2.5 py-1">
      {at !== null && (
        <span className="text-xs leading-5 text-ink-muted tabular">{formatClock(parseTime(at))}</span>
      )}
      <div className="min-w-0 flex-1">
        {problem === null ? (
          <p className="font-semibold tabular">
            {value}
            {isUncertain && <span className="ml-2 text-xs text-caution">{t('trial.uncertain')}</span>}
          </p>
        ) : (
          <p className="break-words text-alarm">{problem}</p>
        )}
        {timeProblem !== null && (
          <p className="text-xs break-words text-caution">{t('trial.arrivalCounts', { why: timeProblem })}</p>
        )}
        {extras.length > 0 && <p className="text-xs text-ink-muted">{extras.join(' · ')}</p>}
        <p className="truncate font-mono text-xs text-ink-muted" title={raw}>
          {raw}
        </p>
      </div>
    </li>
  );
}

function Samples({ samples }: { samples: NonNullable<Trial['samples']> }) {
  const { t } = useTranslation('connectivity');
  const { stored, pending, list } = samples;
  return (
    <div className="mt-2">
      <p className="font-medium tabular">
        {[
          t('trial.stored', { count: stored }),
          ...(pending > 0 ? [t('trial.pending', { count: pending })] : []),
        ].join(' · ')}
      </p>
      {list.length > 0 && (
        <ul
          aria-label={t('trial.samples')}
          className="mt-1 divide-y divide-line rounded-md border border-line"
        >
          {list
            .slice(-MOST)
            .reverse()
            .map(({ at, source, values, problem }, index) => (
              <li key={`${at} ${index}`} className="px-2.5 py-1">
                <p className="tabular">
                  <span className="mr-2.5 text-xs text-ink-muted">{formatDateTime(parseTime(at))}</span>
                  <span className="font-semibold">{values.join(' · ')}</span>
                </p>
                {source !== null && <p className="truncate font-mono text-xs text-ink-muted">{source}</p>}
                {problem !== null && <p className="text-xs break-words text-alarm">{problem}</p>}
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}

export function TrialResult({ trial }: { trial: Trial }) {
  const { t } = useTranslation('connectivity');
  const { kind, total, readable, readings, warnings, samples } = trial;
  if (total === 0) return <p className="text-caution">{t(`trial.silent.${kind}`)}</p>;
  const tone = readable === total ? 'text-ok' : readable === 0 ? 'text-alarm' : 'text-caution';
  return (
    <div>
      <p className={cn('font-medium tabular', tone)}>
        {t(`trial.summary.${kind}`, { readable, count: total })}
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="mt-1 break-words text-caution">
          {warning}
        </p>
      ))}
      <ul
        aria-label={t(`trial.label.${kind}`)}
        className="mt-1 divide-y divide-line rounded-md border border-line"
      >
        {readings
          .slice(-MOST)
          .reverse()
          .map((reading, index) => (
            <Reading key={`${reading.at ?? ''} ${index}`} reading={reading} />
          ))}
      </ul>
      {samples && <Samples samples={samples} />}
    </div>
  );
}
