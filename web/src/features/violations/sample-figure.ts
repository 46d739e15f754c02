// The figure of the sample that the rule looked at, as far as a sample carries it. Pure.
import type { Characteristic, Sample, Violation } from '@/shared/api/types';

export type Quantity = 'xbar_r' | 'i_mr' | 'p' | 'np' | 'c' | 'u' | 'range' | 'std_dev';

export interface SampleFigure {
  quantity: Quantity;
  value: number | null;
  decimals: number;
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
      // A moving range belongs to two samples; the value shown with it is the later one's.
      return { quantity: 'i_mr', value: sample.mean, decimals };
    default:
      return onDispersion
        ? { quantity: 'range', value: sample.range_value, decimals }
        : { quantity: 'xbar_r', value: sample.mean, decimals };
  }
}

const dispersionCharts = { xbar_r: 'range', xbar_s: 'std_dev', i_mr: 'moving_range' } as const;
const locationCharts = ['xbar_r', 'xbar_s', 'i_mr', 'p', 'np', 'c', 'u'] as const;

type ChartKey =
  | `names.${(typeof locationCharts)[number]}`
  | `dispersionNames.${(typeof dispersionCharts)[keyof typeof dispersionCharts]}`;

/** The text key of the chart on which the rule fired; null while the characteristic is not known. */
export function chartKey(
  characteristic: Characteristic | undefined,
  chart: Violation['chart'],
): ChartKey | null {
  const type = locationCharts.find((known) => known === characteristic?.chart_type);
  if (!type) return null;
  if (chart === 'location') return `names.${type}`;
  return type in dispersionCharts
    ? `dispersionNames.${dispersionCharts[type as keyof typeof dispersionCharts]}`
    : null;
}
