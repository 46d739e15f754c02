import type { ChartWindow } from '@/shared/api/chart-window';
import type { ChartData, DispersionPoint } from '@/shared/api/types';
import { aPoint, chartData } from '@/test/builders/quality';
import { appendPoint } from './append-point';
import type { LivePoint } from './messages';

const last = (count: number): ChartWindow => ({ kind: 'last', count });
const live = (sampleId: number, dispersion: LivePoint['dispersion'] = null): LivePoint => ({
  point: aPoint(sampleId, 10),
  dispersion,
});
const spread = (sample_id: number): DispersionPoint => ({
  sample_id,
  value: 0.2,
  center: 0.3,
  ucl: 0.6,
  lcl: 0,
  stage: 1,
  violation_rules: [],
});
const rangeChart = (points: DispersionPoint[]) => ({
  type: 'range' as const,
  center_line: 0.3,
  ucl: 0.6,
  lcl: 0,
  points,
});
const idsOf = (data: ChartData | null) => data?.data_points.map(({ sample_id }) => sample_id);

describe('appendPoint', () => {
  it('puts a newer sample at the end', () => {
    const data = chartData([aPoint(1, 10), aPoint(2, 11)]);
    expect(idsOf(appendPoint(data, last(50), live(3)))).toEqual([1, 2, 3]);
  });

  it('starts an empty chart', () =>
    expect(idsOf(appendPoint(chartData([]), last(50), live(1)))).toEqual([1]));

  it('drops the oldest point of a window by count', () => {
    const data = chartData([aPoint(1, 10), aPoint(2, 11)]);
    expect(idsOf(appendPoint(data, last(2), live(3)))).toEqual([2, 3]);
  });

  it('leaves the data alone when the sample is there already', () => {
    const data = chartData([aPoint(1, 10), aPoint(2, 11)]);
    expect(appendPoint(data, last(50), live(2))).toBe(data);
  });

  it('asks for a fetch when the sample belongs before the last one', () => {
    const data = chartData([aPoint(1, 10), aPoint(3, 11)]);
    expect(appendPoint(data, last(50), live(2))).toBeNull();
  });

  it('orders samples of the same moment by id', () => {
    const timestamp = '2026-01-05T06:00:00Z';
    const data = chartData([aPoint(1, 10, { timestamp })]);
    const next = { point: aPoint(2, 10, { timestamp }), dispersion: null };
    expect(idsOf(appendPoint(data, last(50), next))).toEqual([1, 2]);
  });

  it('asks for a fetch when the window ended in the past', () => {
    const window: ChartWindow = { kind: 'between', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
    expect(appendPoint(chartData([aPoint(1, 10)]), window, live(2))).toBeNull();
  });

  it('appends to the dispersion chart as well', () => {
    const data = chartData([aPoint(1, 10)], { dispersion: rangeChart([spread(1)]) });
    const appended = appendPoint(data, last(50), live(2, spread(2)));
    expect(appended?.dispersion?.points.map(({ sample_id }) => sample_id)).toEqual([1, 2]);
  });

  it('asks for a fetch when the dispersion of the sample was not sent', () => {
    const data = chartData([aPoint(1, 10)], { dispersion: rangeChart([spread(1)]) });
    expect(appendPoint(data, last(50), live(2))).toBeNull();
  });
});
