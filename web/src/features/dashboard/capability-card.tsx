// Histogram and capability of the readings shown. Within and overall sigma are kept apart: Cp and Cpk speak of what the
// process could do, Pp and Ppk of what it did.
import type { Capability, Histogram } from '@/shared/api/types';
import type { ChartModel } from '@/shared/charts/chart-model';
import { HistogramChart } from '@/shared/charts/histogram-chart';
import { cn } from '@/shared/lib/cn';
import { formatCount, formatValue } from '@/shared/lib/format';
import { Card } from '@/shared/ui/card';
import { EmptyState } from '@/shared/ui/states';
import { useTranslation } from 'react-i18next';
import { type Grade, gradeOf } from './capability-grade';

interface CapabilityCardProps {
  capability: Capability | null;
  histogram: Histogram | null;
  model: ChartModel;
  position: 'below' | 'right';
}

type IndexName = 'cp' | 'cpk' | 'cpl' | 'cpu' | 'pp' | 'ppk' | 'cpm';
type IntervalName = 'cp' | 'cpk' | 'pp' | 'ppk';

const gradeClass: Record<Grade, string> = { ok: 'text-ok', caution: 'text-caution', alarm: 'text-alarm' };
/** Of these four a person expects a verdict; the others explain them. */
const judged: readonly IndexName[] = ['cp', 'cpk', 'pp', 'ppk', 'cpm'];

function Index({ name, capability }: { name: IndexName; capability: Capability }) {
  const { t } = useTranslation('dashboard');
  const value = capability[name];
  const [low, high] = capability.ci[name as IntervalName] ?? [];
  if (value === null) return null;
  const grade = gradeOf(value);
  const isJudged = judged.includes(name);
  const interval =
    typeof low === 'number' && typeof high === 'number'
      ? t('capability.interval', { low: formatValue(low, 2), high: formatValue(high, 2) })
      : undefined;
  return (
    <div title={interval} className="flex items-baseline justify-between gap-2">
      <dt className="text-ink-muted">{t(`capability.names.${name}`)}</dt>
      <dd className="flex items-baseline gap-1.5 text-right tabular">
        {isJudged && <span className="sr-only">{t(`capability.verdict.${grade}`)}</span>}
        {interval && (
          <span className="text-xs text-ink-faint">
            {formatValue(low, 2)}–{formatValue(high, 2)}
          </span>
        )}
        <span className={cn('text-base font-semibold', isJudged ? gradeClass[grade] : 'text-ink')}>
          {formatValue(value, 2)}
        </span>
      </dd>
    </div>
  );
}

const Fact = ({ name, value, hint }: { name: string; value: string; hint?: string }) => (
  <div className="flex items-baseline justify-between gap-2" title={hint}>
    <dt className="text-ink-muted">{name}</dt>
    <dd className="text-right tabular">{value}</dd>
  </div>
);

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="min-w-36 flex-1">
      <h4 className="mb-1 border-b border-line pb-0.5 text-xs font-semibold text-ink-muted">{title}</h4>
      <dl className="flex flex-col gap-0.5">{children}</dl>
    </section>
  );
}

function Figures({ capability, decimals }: { capability: Capability; decimals: number }) {
  const { t } = useTranslation('dashboard');
  const { normality } = capability;
  const hasSpec = capability.cpk !== null || capability.ppk !== null;
  const ppm = (value: number | null) => (value === null ? '–' : formatCount(value));
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-3">
      <Group title={t('capability.within')}>
        {(['cp', 'cpk', 'cpl', 'cpu'] as const).map((name) => (
          <Index key={name} name={name} capability={capability} />
        ))}
        <Fact
          name={t('capability.sigmaWithin')}
          value={formatValue(capability.sigma_within, decimals + 1)}
          hint={t('capability.sigmaWithinHint')}
        />
      </Group>
      <Group title={t('capability.overall')}>
        {(['pp', 'ppk', 'cpm'] as const).map((name) => (
          <Index key={name} name={name} capability={capability} />
        ))}
        <Fact
          name={t('capability.sigmaOverall')}
          value={formatValue(capability.sigma_overall, decimals + 1)}
        />
        <Fact name={t('capability.mean')} value={formatValue(capability.mean, decimals + 1)} />
        <Fact name={t('capability.n')} value={String(capability.n)} />
      </Group>
      {hasSpec ? (
        <Group title={t('capability.ppm')}>
          <Fact name={t('capability.observed')} value={ppm(capability.ppm_observed)} />
          <Fact name={t('capability.expectedWithin')} value={ppm(capability.ppm_expected_within)} />
          <Fact name={t('capability.expectedOverall')} value={ppm(capability.ppm_expected_overall)} />
        </Group>
      ) : (
        <p className="w-full text-xs text-ink-muted">{t('capability.noSpec')}</p>
      )}
      {normality && (
        <p className={cn('w-full text-xs', normality.p_value < 0.05 ? 'text-caution' : 'text-ink-muted')}>
          {t(normality.p_value < 0.05 ? 'capability.notNormal' : 'capability.normal')}
          {' · '}
          {t('capability.normality', {
            a2: formatValue(normality.a2, 3),
            p: formatValue(normality.p_value, 3),
          })}
        </p>
      )}
    </div>
  );
}

export function CapabilityCard({ capability, histogram, model, position }: CapabilityCardProps) {
  const { t } = useTranslation('dashboard');
  const beside = position === 'right';
  const title = t(beside ? 'capability.shortTitle' : 'capability.title');
  const content = () => {
    if (!histogram || histogram.bins.length === 0) return <EmptyState title={t('capability.none')} />;
    return (
      <div className={cn('flex min-h-0 flex-1 gap-4', beside ? 'flex-col' : 'max-md:flex-col')}>
        <div className={cn(beside ? 'h-52 shrink-0' : 'h-44 min-w-0 flex-1 max-md:flex-none')}>
          <HistogramChart
            histogram={histogram}
            specification={model.specification}
            mean={capability?.mean ?? null}
            decimals={model.decimals}
            points={model.location.points}
          />
        </div>
        {capability && (
          <div className={cn(!beside && 'w-[30rem] max-w-full')}>
            <Figures capability={capability} decimals={model.decimals} />
          </div>
        )}
      </div>
    );
  };
  return (
    <Card
      aria-label={title}
      // Beside a low chart it scrolls, which the arrow keys must be able to do.
      tabIndex={beside ? 0 : undefined}
      className={cn('flex shrink-0 scroll-thin flex-col overflow-y-auto p-3', beside && 'w-72 max-xl:w-full')}
    >
      <h3 className="mb-1 font-semibold">{title}</h3>
      {content()}
    </Card>
  );
}
