import { inColumns } from '@/test/builders/chart-columns';
import { aPoint, chartData } from '@/test/builders/quality';
import { chartDataOf } from './chart-columns';
import type { ChartData, PointViolation } from './types';

const violation = (change: Partial<PointViolation> = {}): PointViolation => ({
  id: 1,
  rule_id: 1,
  rule_name: 'Outlier',
  severity: 'CRITICAL',
  chart: 'location',
  acknowledged: false,
  requires_acknowledgement: true,
  sample_ids: [2],
  statistic: 'mean',
  value: 14,
  center_line: 10,
  ucl: 13,
  lcl: 7,
  ...change,
});

const isKept = (data: ChartData) => expect(chartDataOf(inColumns(data))).toEqual(data);

describe('chart data in columns', () => {
  it('says what each point says', () =>
    isKept(
      chartData([
        aPoint(1, 10),
        aPoint(2, 11, { excluded: true, is_undersized: true, actual_n: 3, ucl: 13.5 }),
        aPoint(3, 12, { is_uncertain: true, zone: 'zone_a_upper', range: null }),
      ]),
    ));

  it('says values of its own for points that show z', () =>
    isKept(
      chartData([
        aPoint(1, 10, { display_value: 0, z_score: 0 }),
        aPoint(2, 12, { display_value: null, z_score: null }),
      ]),
    ));

  it('gives violations back to their points and charts', () => {
    const outlier = violation();
    const seen = violation({ id: 2, rule_id: 2, acknowledged: true });
    const spread = violation({ id: 3, chart: 'dispersion', statistic: 'range' });
    isKept(
      chartData(
        [
          aPoint(1, 10),
          aPoint(2, 14, {
            violations: [outlier, seen, spread],
            violation_ids: [1, 2],
            unacknowledged_violation_ids: [1],
            violation_rules: [1, 2],
          }),
        ],
        {
          dispersion: {
            type: 'range',
            center_line: 2,
            ucl: 4,
            lcl: 0,
            points: [{ sample_id: 2, value: 5, center: 2, ucl: 4, lcl: 0, stage: 1, violation_rules: [1] }],
          },
        },
      ),
    );
  });

  it('has no points where there are none', () => isKept(chartData([])));

  it('says once what all points have', () => {
    const { points } = inColumns(chartData([aPoint(1, 10), aPoint(2, 11)]));
    expect(points.ucl).toEqual([13]);
    expect(points.mean).toEqual([10, 11]);
  });
});
