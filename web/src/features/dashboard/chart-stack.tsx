// The location chart above its dispersion chart, on the same horizontal axis, with a divider between them.
import type { Characteristic } from '@/shared/api/types';
import { type ChartModel, isAttributeChart, type ModelSeries } from '@/shared/charts/chart-model';
import { ControlChart } from '@/shared/charts/control-chart';
import { chartName, plottedQuantity, useChartLabel, useLabelTexts } from '@/shared/charts/chart-texts';
import { dispersionScene, locationScene, type XAxisMode } from '@/shared/charts/control-scene';
import { Card } from '@/shared/ui/card';
import { Badge } from '@/shared/ui/badge';
import { useCan } from '@/shared/auth/roles';
import { cn } from '@/shared/lib/cn';
import { Info } from 'lucide-react';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Divider } from './divider';
import { LimitsButton } from './limits/limits-button';
import { useRemembered } from './use-dashboard';

interface ChartStackProps {
  model: ChartModel;
  characteristic: Characteristic;
  path: string[];
  axis: XAxisMode;
  showSpec: boolean;
  selectedId: number | null;
  onOpen: (sampleId: number) => void;
}

function RuleChips({ series }: { series: ModelSeries }) {
  const { t } = useTranslation(['charts', 'common']);
  const rules = [...new Set(series.points.flatMap((point) => point.rules))].sort((a, b) => a - b);
  if (rules.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="text-xs text-ink-muted">{t('rulesPresent')}</span>
      {rules.map((rule) => (
        <Badge key={rule} tone="alarm" title={t(`common:ruleDescriptions.${rule as 1}`)}>
          {rule} {t(`common:rules.${rule as 1}`)}
        </Badge>
      ))}
    </div>
  );
}

function ChartHeader({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 px-3 pt-1.5">
      <h3 className="text-sm">{title}</h3>
      {children}
    </div>
  );
}

function NoLimitsNote({ characteristic }: { characteristic: Characteristic }) {
  const { t } = useTranslation('dashboard');
  const canRecalculate = useCan('engineer');
  return (
    <div className="mx-3 mt-1.5 flex flex-wrap items-center gap-2 rounded-md bg-info-soft px-3 py-1.5 text-info">
      <Info size={15} aria-hidden className="shrink-0" />
      <p className="min-w-52 flex-1">
        <strong className="font-semibold">{t('noLimits')}</strong> {t('noLimitsHint')}
      </p>
      {canRecalculate && <LimitsButton characteristic={characteristic} canChange />}
    </div>
  );
}

export function ChartStack({
  model,
  characteristic,
  path,
  axis,
  showSpec,
  selectedId,
  onOpen,
}: ChartStackProps) {
  const { t } = useTranslation('charts');
  const texts = useLabelTexts();
  const labelOf = useChartLabel(model);
  const ratio = useRemembered((state) => state.ratio);
  const stack = useRef<HTMLDivElement>(null);
  const { dispersion, location, decimals } = model;
  const title = t(`names.${chartName(model)}`);

  const upper = useMemo(
    () =>
      locationScene({
        series: model.location,
        mode: axis,
        decimals: model.decimals,
        texts,
        stages: model.stages,
        showXLabels: model.dispersion === null,
        specification: showSpec ? model.specification : null,
        isCount: isAttributeChart(model),
      }),
    [model, axis, showSpec, texts],
  );
  const lower = useMemo(
    () =>
      model.dispersion &&
      dispersionScene({
        series: model.dispersion,
        mode: axis,
        decimals: model.decimals,
        texts,
        stages: model.stages,
        showXLabels: true,
      }),
    [model, axis, texts],
  );

  return (
    <div ref={stack} className="flex min-h-0 flex-1 flex-col print:h-[15cm] print:flex-none">
      <Card
        className={cn('flex flex-col', model.hasLimits ? 'min-h-52' : 'min-h-80')}
        style={{ flexGrow: dispersion ? ratio : 1, flexBasis: 0 }}
      >
        <ChartHeader
          title={
            <>
              {path.length > 0 && <span className="text-ink-muted">{path.join(' / ')} / </span>}
              <strong className="font-semibold">{model.name}</strong>
              <span className="text-ink-muted"> – {title}</span>
            </>
          }
        >
          <RuleChips series={location} />
        </ChartHeader>
        {!model.hasLimits && <NoLimitsNote characteristic={characteristic} />}
        <ControlChart
          source="location"
          label={labelOf(title, location)}
          scene={upper}
          points={location.points}
          decimals={decimals}
          quantity={t(`quantities.${plottedQuantity(model)}`)}
          selectedId={selectedId}
          onOpen={onOpen}
        />
      </Card>
      {dispersion && lower && (
        <>
          <Divider container={stack} />
          <Card className="flex min-h-32 flex-col" style={{ flexGrow: 1 - ratio, flexBasis: 0 }}>
            <ChartHeader
              title={<strong className="font-semibold">{t(`dispersionNames.${dispersion.type}`)}</strong>}
            >
              <RuleChips series={dispersion} />
            </ChartHeader>
            <ControlChart
              source="dispersion"
              label={labelOf(t(`dispersionNames.${dispersion.type}`), dispersion)}
              scene={lower}
              points={dispersion.points}
              decimals={decimals}
              quantity={t(`quantities.${dispersion.type}`)}
              selectedId={selectedId}
              onOpen={onOpen}
            />
          </Card>
        </>
      )}
    </div>
  );
}
