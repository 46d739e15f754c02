// The last points of the characteristic while entering: the new one appears on it as soon as it is stored.
import type { ChartWindow } from '@/shared/api/chart-window';
import { useChartData } from '@/shared/api/queries/chart-data';
import type { Characteristic } from '@/shared/api/types';
import {
  type ChartModel,
  isAttributeChart,
  type ModelSeries,
  toChartModel,
} from '@/shared/charts/chart-model';
import { chartName, plottedQuantity, useChartLabel, useLabelTexts } from '@/shared/charts/chart-texts';
import { ControlChart } from '@/shared/charts/control-chart';
import { type ControlScene, dispersionScene, locationScene } from '@/shared/charts/control-scene';
import { cn } from '@/shared/lib/cn';
import { Card } from '@/shared/ui/card';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { ChartSpline } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const WINDOW: ChartWindow = { kind: 'last', count: 30 };

interface EntryChartProps {
  characteristic: Characteristic;
  selectedId: number | null;
  onOpen: (sampleId: number) => void;
}

function useScenes(model: ChartModel): { upper: ControlScene; lower: ControlScene | null } {
  const texts = useLabelTexts();
  return useMemo(() => {
    const shared = { mode: 'index', decimals: model.decimals, texts, stages: model.stages } as const;
    const { dispersion, location } = model;
    return {
      upper: locationScene({
        ...shared,
        series: location,
        showXLabels: dispersion === null,
        specification: null,
        isCount: isAttributeChart(model),
      }),
      lower: dispersion && dispersionScene({ ...shared, series: dispersion, showXLabels: true }),
    };
  }, [model, texts]);
}

interface ChartsProps extends Omit<EntryChartProps, 'characteristic'> {
  model: ChartModel;
}

function Charts({ model, selectedId, onOpen }: ChartsProps) {
  const { t } = useTranslation('charts');
  const labelOf = useChartLabel(model);
  const { upper, lower } = useScenes(model);
  const { location, dispersion, decimals } = model;
  const chart = (
    source: string,
    title: string,
    series: ModelSeries,
    scene: ControlScene,
    quantity: string,
  ) => (
    <div
      className={cn(
        'flex min-h-0 flex-col',
        source === 'location'
          ? 'h-64 xl:h-auto xl:min-h-64 xl:flex-[3]'
          : 'h-44 xl:h-auto xl:min-h-44 xl:flex-[2]',
      )}
    >
      <h3 className="px-3 pt-2 text-sm font-semibold">{title}</h3>
      <ControlChart
        source={source}
        label={labelOf(title, series)}
        scene={scene}
        points={series.points}
        decimals={decimals}
        quantity={quantity}
        selectedId={selectedId}
        onOpen={onOpen}
      />
    </div>
  );
  return (
    <>
      {chart(
        'location',
        t(`names.${chartName(model)}`),
        location,
        upper,
        t(`quantities.${plottedQuantity(model)}`),
      )}
      {dispersion &&
        lower &&
        chart(
          'dispersion',
          t(`dispersionNames.${dispersion.type}`),
          dispersion,
          lower,
          t(`quantities.${dispersion.type}`),
        )}
    </>
  );
}

/** The model is what the charts show; the inspector finds a sample's violations in it. */
export function useEntryModel(characteristicId: number) {
  const query = useChartData(characteristicId, WINDOW);
  const { data } = query;
  const model = useMemo(() => (data ? toChartModel(data) : null), [data]);
  return { query, model };
}

interface EntryChartCardProps extends Omit<EntryChartProps, 'characteristic'> {
  chart: ReturnType<typeof useEntryModel>;
}

export function EntryChart({ chart: { query, model }, selectedId, onOpen }: EntryChartCardProps) {
  const { t } = useTranslation('dataEntry');
  const body = () => {
    if (model) {
      return model.location.points.length === 0 ? (
        <EmptyState icon={<ChartSpline aria-hidden size={24} />} title={t('chart.empty')} />
      ) : (
        <Charts model={model} selectedId={selectedId} onOpen={onOpen} />
      );
    }
    if (query.isError) {
      return (
        <ErrorState title={t('chart.failed')} error={query.error} onRetry={() => void query.refetch()} />
      );
    }
    return <LoadingState />;
  };
  return (
    <Card className="min-h-60 xl:flex xl:max-h-[calc(100vh-14rem)] xl:flex-1 xl:flex-col">{body()}</Card>
  );
}
