// What became of the last submitted sample: its value, its zone, and in control or which rules fired.
import type { Characteristic, SampleResult, ZoneName } from '@/shared/api/types';
import { severityOf } from '@/shared/characteristics/severity';
import { cn } from '@/shared/lib/cn';
import { formatMoment, formatValue, parseTime } from '@/shared/lib/format';
import { Badge } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { ChartSpline, CircleCheck, Info, OctagonAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useEntryStore } from '@/shared/entry/entry-store';

const zones: readonly ZoneName[] = [
  'beyond_lcl',
  'zone_a_lower',
  'zone_b_lower',
  'zone_c_lower',
  'zone_c_upper',
  'zone_b_upper',
  'zone_a_upper',
  'beyond_ucl',
];

const firesOn = ({ violations }: SampleResult, chart: 'location' | 'dispersion'): boolean =>
  violations.some((violation) => violation.chart === chart);

const edgeOf = ({ in_control, zone }: SampleResult): string => {
  if (!in_control) return 'border-l-alarm';
  return zone === 'unknown' ? 'border-l-info' : 'border-l-ok';
};

const zoneTone = (zone: ZoneName): string =>
  zone.startsWith('beyond') ? 'bg-alarm' : zone.startsWith('zone_a') ? 'bg-caution' : 'bg-ok';

/** Where between the limits the point lies, as eight fields from below LCL to above UCL. */
function ZoneStrip({ zone }: { zone: ZoneName }) {
  const { t } = useTranslation(['dataEntry', 'common']);
  return (
    <div className="flex flex-col gap-1">
      <div aria-hidden className="flex gap-0.5">
        {zones.map((name) => (
          <span
            key={name}
            className={cn(
              'h-2.5 flex-1 first:rounded-l-full last:rounded-r-full',
              name === zone ? zoneTone(zone) : 'bg-line',
              name === 'zone_c_upper' && 'ml-0.5',
            )}
          />
        ))}
      </div>
      <div aria-hidden className="grid grid-cols-4 text-center text-xs text-ink-faint">
        <span>{t('info.lcl')}</span>
        <span className="col-span-2">{t('info.center')}</span>
        <span>{t('info.ucl')}</span>
      </div>
    </div>
  );
}

function Verdict({ result }: { result: SampleResult }) {
  const { t } = useTranslation('dataEntry');
  if (!result.in_control) {
    return (
      <span className="flex items-center gap-1.5 font-semibold text-alarm">
        <OctagonAlert size={18} aria-hidden />
        {t('result.outOfControl')}
      </span>
    );
  }
  if (result.zone === 'unknown') {
    return (
      <span className="flex items-center gap-1.5 font-semibold text-info">
        <Info size={18} aria-hidden />
        {t('result.notJudged')}
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1.5 font-semibold text-ok">
      <CircleCheck size={18} aria-hidden />
      {t('result.inControl')}
    </span>
  );
}

function FiredRules({ violations }: Pick<SampleResult, 'violations'>) {
  const { t } = useTranslation(['dataEntry', 'common']);
  return (
    <ul className="flex flex-col gap-2">
      {violations.map((violation) => {
        const rule = violation.rule_id as 1;
        return (
          <li key={violation.violation_id}>
            <div className="flex flex-wrap items-center gap-1.5">
              <strong className="font-semibold">
                {t('common:ruleLabel', { rule, name: t(`common:rules.${rule}`) })}
              </strong>
              <Badge tone={violation.severity === 'CRITICAL' ? 'alarm' : 'caution'}>
                {t(`common:severity.${severityOf(violation.severity)}`)}
              </Badge>
              <Badge>
                {t(violation.requires_acknowledgement ? 'result.needsAck' : 'result.informational')}
              </Badge>
            </div>
            <p className="text-ink-muted">
              {t(`common:ruleDescriptions.${rule}`)} · {t(`result.${violation.chart}`)}
              {violation.sample_ids.length > 1 && (
                <> · {t('result.involved', { count: violation.sample_ids.length })}</>
              )}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function useAnnouncement(characteristic: Characteristic) {
  const { t } = useTranslation(['dataEntry', 'common']);
  return (result: SampleResult): string => {
    const name = result.display_key;
    const value = formatValue(result.mean, characteristic.decimal_precision);
    if (!result.in_control) {
      const rules = result.violations.map(({ rule_id }) => t(`common:rules.${rule_id as 1}`)).join(', ');
      return t('result.announceViolation', { name, value, rules });
    }
    if (result.zone === 'unknown') return t('result.announceRecorded', { name, value });
    return t('result.announceInControl', { name, value, zone: t(`common:zones.${result.zone}`) });
  };
}

interface ResultCardProps {
  characteristic: Characteristic;
  dashboardLink: (sampleId: number, timestamp: string) => string;
  onOpen: (sampleId: number) => void;
}

export function ResultCard({ characteristic, dashboardLink, onOpen }: ResultCardProps) {
  const { t } = useTranslation(['dataEntry', 'common']);
  const result = useEntryStore((store) => store.last[characteristic.id]);
  const announce = useAnnouncement(characteristic);
  const card = useRef<HTMLElement>(null);
  const shown = useRef(result);
  useEffect(() => {
    if (shown.current === result) return;
    shown.current = result;
    if (result) card.current?.scrollIntoView({ block: 'nearest' });
  }, [result]);
  const decimals = characteristic.decimal_precision;
  return (
    <Card
      ref={card}
      aria-label={t('result.title')}
      data-testid="last-result"
      data-state={result ? (result.in_control ? 'in-control' : 'out-of-control') : 'none'}
      className={cn(
        'border-l-3 px-3 py-2.5',
        result ? cn('max-xl:order-first', edgeOf(result)) : 'max-xl:hidden',
      )}
    >
      <div aria-live="assertive" className="sr-only">
        {result && announce(result)}
      </div>
      {result ? (
        <div key={result.sample_id} className="flex flex-col gap-2.5">
          <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
            <div className="flex flex-col gap-1">
              <Verdict result={result} />
              <div className="flex items-baseline gap-2">
                <span
                  className={cn(
                    'text-3xl leading-none font-semibold tabular',
                    firesOn(result, 'location') && 'text-alarm',
                  )}
                >
                  {formatValue(result.mean, decimals)}
                </span>
                {result.range_value !== null && result.actual_n > 1 && (
                  <span
                    className={cn(
                      'tabular',
                      firesOn(result, 'dispersion') ? 'font-semibold text-alarm' : 'text-ink-muted',
                    )}
                  >
                    {t('form.range')} {formatValue(result.range_value, decimals)}
                  </span>
                )}
              </div>
            </div>
            <div className="flex min-w-52 flex-1 flex-col gap-1.5">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <span className="flex gap-1.5">
                  {result.zone !== 'unknown' && <Badge>{t(`common:zones.${result.zone}`)}</Badge>}
                  {result.is_undersized && <Badge tone="caution">{t('result.undersized')}</Badge>}
                </span>
                <span className="text-xs text-ink-muted tabular">
                  {result.display_key} · {formatMoment(parseTime(result.timestamp))}
                </span>
              </div>
              {result.zone === 'unknown' ? (
                <p className="text-ink-muted">{t('result.notJudgedHint')}</p>
              ) : (
                <ZoneStrip zone={result.zone} />
              )}
            </div>
          </div>
          {!result.in_control && <FiredRules violations={result.violations} />}
          <div className="flex flex-wrap items-center gap-2">
            <Button onClick={() => onOpen(result.sample_id)}>{t('result.open')}</Button>
            <Link
              to={dashboardLink(result.sample_id, result.timestamp)}
              className="inline-flex h-8 items-center gap-1.5 rounded-md px-2 font-medium text-accent hover:underline"
            >
              <ChartSpline size={15} aria-hidden />
              {t('result.dashboard')}
            </Link>
          </div>
        </div>
      ) : (
        <p className="text-ink-muted">{t('result.none')}</p>
      )}
    </Card>
  );
}
