// The words around a chart, the same wherever it is shown.
import type { Statistic } from '@/shared/api/types';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartModel, ModelSeries } from './chart-model';
import type { LabelTexts } from './control-scene';

/** Names of the lines at the right edge; keeps its identity, so that a scene built from it does too. */
export function useLabelTexts(): LabelTexts {
  const { t } = useTranslation('charts');
  return useMemo(
    () => ({
      center: t('center'),
      ucl: t('ucl'),
      lcl: t('lcl'),
      usl: t('usl'),
      lsl: t('lsl'),
      target: t('target'),
    }),
    [t],
  );
}

export type Quantity =
  'xbar_r' | 'i_mr' | 'z' | 'p' | 'np' | 'c' | 'u' | 'range' | 'std_dev' | 'moving_range';

const QUANTITIES: Record<Statistic, Quantity> = {
  individual: 'i_mr',
  mean: 'xbar_r',
  range: 'range',
  std_dev: 'std_dev',
  moving_range: 'moving_range',
  proportion: 'p',
  nonconforming: 'np',
  nonconformities: 'c',
  nonconformities_rate: 'u',
  z: 'z',
};
/** The text key of what a chart plots. */
export const quantityOf = (statistic: Statistic): Quantity => QUANTITIES[statistic];

/** The name a chart is known by; the subgroup mode matters more than the kind of subgroup. */
export function chartName({ standardized, variableLimits, chartType }: ChartModel) {
  if (standardized) return 'z' as const;
  return variableLimits ? ('variable' as const) : chartType;
}

/** What the location chart plots. */
export function plottedQuantity(model: ChartModel) {
  const name = chartName(model);
  return name === 'variable' ? model.chartType : name;
}

/** The description of a chart for those who cannot see it. */
export function useChartLabel(model: ChartModel) {
  const { t } = useTranslation('charts');
  return (chart: string, { points }: ModelSeries) =>
    t('chartLabel', {
      chart,
      name: model.name,
      count: points.length,
      open: points.filter(({ status }) => status === 'open').length,
    });
}
