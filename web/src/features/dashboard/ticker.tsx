// One line with what matters now. Colour only where it means something.
import type { Capability, Characteristic } from '@/shared/api/types';
import { type ChartModel, currentLimits } from '@/shared/charts/chart-model';
import { cn } from '@/shared/lib/cn';
import { decimalsApart, formatValue } from '@/shared/lib/format';
import { Fact, Facts } from '@/shared/ui/facts';
import { useTranslation } from 'react-i18next';
import { type Grade, gradeOf } from './capability-grade';
import { SourceLine } from './source-line';

interface PillProps {
  name: string;
  hint?: string;
  value: string;
  tone?: Grade | 'neutral';
  strong?: boolean;
}

const toneClass: Record<Grade | 'neutral', string> = {
  neutral: 'text-ink',
  ok: 'text-ok',
  caution: 'text-caution',
  alarm: 'text-alarm',
};

function Pill({ name, hint, value, tone = 'neutral', strong }: PillProps) {
  return (
    <Fact name={name} {...(hint !== undefined && { hint })}>
      <dd
        className={cn(
          'font-semibold tabular',
          strong ? 'text-lg leading-none' : 'text-base leading-none',
          toneClass[tone],
        )}
      >
        {value}
      </dd>
    </Fact>
  );
}

interface TickerProps {
  characteristic: Characteristic;
  model: ChartModel | null;
  capability: Capability | null;
}

export function Ticker({ characteristic, model, capability }: TickerProps) {
  const { t } = useTranslation('dashboard');
  const points = model?.location.points ?? [];
  const last = points.findLast(({ status }) => status !== 'excluded');
  const limits = model ? currentLimits(model) : null;
  const decimals = model?.decimals ?? characteristic.decimal_precision;
  const outOfControl = points.filter(({ rules }) => rules.length > 0).length;
  const digits = decimalsApart([last?.value, limits?.center, limits?.ucl, limits?.lcl], decimals);
  const value = (number: number | null | undefined) => formatValue(number, digits);
  const cpk = capability?.cpk ?? null;

  return (
    <section
      aria-label={t('ticker.label')}
      className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 px-1"
    >
      <h2 className="text-xl font-semibold tracking-tight">{characteristic.name}</h2>
      <Facts>
        <Pill
          name={t('ticker.last')}
          value={value(last?.value)}
          tone={last?.status === 'open' ? 'alarm' : 'neutral'}
          strong
        />
        <Pill name={t('ticker.center')} value={value(limits?.center)} />
        <Pill name={t('ticker.ucl')} value={value(limits?.ucl)} />
        <Pill name={t('ticker.lcl')} value={value(limits?.lcl)} />
        <Pill name={t('ticker.points')} hint={t('ticker.pointsHint')} value={String(points.length)} />
        <Pill
          name={t('ticker.ooc')}
          hint={t('ticker.oocHint')}
          value={String(outOfControl)}
          tone={outOfControl > 0 ? 'alarm' : 'neutral'}
        />
        {cpk !== null && <Pill name={t('ticker.cpk')} value={formatValue(cpk, 2)} tone={gradeOf(cpk)} />}
      </Facts>
      <div className="flex-1" />
      <SourceLine characteristic={characteristic} />
    </section>
  );
}
