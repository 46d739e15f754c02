// The figure that the rule looked at: as the violation states it, else as far as its sample carries it. Pure.
import type { Characteristic, Sample, Statistic, Violation } from '@/shared/api/types';
import { type Quantity, quantityOf } from '@/shared/charts/chart-texts';
import { decimalsApart } from '@/shared/lib/format';

export interface SampleFigure {
  quantity: Quantity;
  value: number | null;
  decimals: number;
}

/** What a violation says about the point that it was found at; null for those older than that. */
export function statedFigure(violation: Violation, decimals: number): SampleFigure | null {
  const { statistic, value, center_line, ucl, lcl } = violation;
  if (statistic === null || value === null) return null;
  return {
    quantity: quantityOf(statistic),
    value,
    decimals: decimalsApart([value, center_line, ucl, lcl], statistic === 'z' ? 2 : decimals),
  };
}

const ratio = ({ defect_count, inspected_size }: Sample): number | null =>
  defect_count === null || !inspected_size ? null : defect_count / inspected_size;

export function sampleFigure(
  sample: Sample,
  { chart_type, decimal_precision: decimals }: Characteristic,
  chart: Violation['chart'],
): SampleFigure {
  const onDispersion = chart === 'dispersion';
  switch (chart_type) {
    case 'p':
    case 'u':
      return { quantity: chart_type, value: ratio(sample), decimals };
    case 'np':
    case 'c':
      return { quantity: chart_type, value: sample.defect_count, decimals: 0 };
    case 'xbar_s':
      return onDispersion
        ? { quantity: 'std_dev', value: sample.std_dev, decimals: decimals + 1 }
        : { quantity: 'xbar_r', value: sample.mean, decimals };
    case 'i_mr':
      // A moving range belongs to two samples, and one of them alone does not tell it.
      return onDispersion
        ? { quantity: 'moving_range', value: null, decimals }
        : { quantity: 'i_mr', value: sample.mean, decimals };
    default:
      return onDispersion
        ? { quantity: 'range', value: sample.range_value, decimals }
        : { quantity: 'xbar_r', value: sample.mean, decimals };
  }
}

/** The line that the figure is beyond, if it is. */
export function crossedLimit({ value, ucl, lcl }: Violation): { name: 'ucl' | 'lcl'; value: number } | null {
  if (value === null) return null;
  if (ucl !== null && value > ucl) return { name: 'ucl', value: ucl };
  return lcl !== null && value < lcl ? { name: 'lcl', value: lcl } : null;
}

const dispersionCharts = { xbar_r: 'range', xbar_s: 'std_dev', i_mr: 'moving_range' } as const;
const locationCharts = ['xbar_r', 'xbar_s', 'i_mr', 'p', 'np', 'c', 'u'] as const;

type ChartKey =
  | `names.${(typeof locationCharts)[number] | 'z'}`
  | `dispersionNames.${(typeof dispersionCharts)[keyof typeof dispersionCharts]}`;

const chartKeyOf = (statistic: Statistic): ChartKey => {
  const quantity = quantityOf(statistic);
  return quantity === 'range' || quantity === 'std_dev' || quantity === 'moving_range'
    ? `dispersionNames.${quantity}`
    : `names.${quantity}`;
};

/** The text key of the chart on which the rule fired; null while the characteristic is not known. */
export function chartKey(
  characteristic: Characteristic | undefined,
  { chart, statistic }: Pick<Violation, 'chart' | 'statistic'>,
): ChartKey | null {
  if (statistic) return chartKeyOf(statistic);
  const type = locationCharts.find((known) => known === characteristic?.chart_type);
  if (!type) return null;
  if (chart === 'location') return `names.${type}`;
  return type in dispersionCharts
    ? `dispersionNames.${dispersionCharts[type as keyof typeof dispersionCharts]}`
    : null;
}
