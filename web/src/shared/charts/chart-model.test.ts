import type { DispersionPoint, PointViolation } from '@/shared/api/types';
import { aPoint, aStage, chartData } from '@/test/builders/quality';
import { currentLimits, isAttributeChart, stageBorders, statusKey, toChartModel } from './chart-model';

const aViolationMark = (change: Partial<PointViolation> = {}): PointViolation => ({
  id: 1,
  rule_id: 1,
  rule_name: 'Outlier',
  severity: 'CRITICAL',
  chart: 'location',
  acknowledged: false,
  requires_acknowledgement: true,
  sample_ids: [1],
  statistic: null,
  value: null,
  center_line: null,
  ucl: null,
  lcl: null,
  ...change,
});

const spread = (sample_id: number, value: number): DispersionPoint => ({
  sample_id,
  value,
  center: 0.3,
  ucl: 0.6,
  lcl: 0,
  stage: 1,
  violation_rules: [],
});

const firstPoint = (change: Parameters<typeof aPoint>[2]) =>
  toChartModel(chartData([aPoint(1, 10, change)])).location.points[0]!;

describe('a point', () => {
  it('is normal without violations', () => expect(firstPoint({}).status).toBe('normal'));

  it('is open while a violation is not acknowledged', () =>
    expect(firstPoint({ violations: [aViolationMark()] }).status).toBe('open'));

  it('is answered when all violations are acknowledged', () =>
    expect(firstPoint({ violations: [aViolationMark({ acknowledged: true })] }).status).toBe('answered'));

  it('is excluded whatever its violations', () =>
    expect(firstPoint({ excluded: true, violations: [aViolationMark()] }).status).toBe('excluded'));

  it('names each rule once, in order', () => {
    const violations = [6, 2, 6].map((rule_id, id) => aViolationMark({ id, rule_id }));
    expect(firstPoint({ violations }).rules).toEqual([2, 6]);
  });

  it('is not marked on the location chart by a rule of the dispersion chart', () =>
    expect(firstPoint({ violations: [aViolationMark({ chart: 'dispersion' })] })).toMatchObject({
      status: 'normal',
      rules: [],
    }));

  it('is judged by its own limits', () =>
    expect(firstPoint({ center: 9, ucl: 12, lcl: 6 })).toMatchObject({ center: 9, ucl: 12, lcl: 6 }));

  it('shows what is plotted, which is z in standardized mode', () =>
    expect(firstPoint({ display_value: -1.5 }).value).toBe(-1.5));

  it('takes a time without a zone as UTC', () =>
    expect(firstPoint({ timestamp: '2026-01-05T06:00:00' }).time).toBe(Date.UTC(2026, 0, 5, 6)));
});

describe('a series', () => {
  it('has constant limits when all points share them', () =>
    expect(toChartModel(chartData([aPoint(1, 10), aPoint(2, 11)])).location.constantLimits).toBe(true));

  it('has stepped limits when they change', () => {
    const data = chartData([aPoint(1, 10), aPoint(2, 11, { ucl: 14 })]);
    expect(toChartModel(data).location.constantLimits).toBe(false);
  });

  it('marks the points of an open pattern by index', () => {
    const violations = [aViolationMark({ rule_id: 3, sample_ids: [1, 2, 3] })];
    const data = chartData([aPoint(1, 9), aPoint(2, 10), aPoint(3, 11, { violations }), aPoint(4, 10)]);
    expect([...toChartModel(data).location.patterns]).toEqual([0, 1, 2]);
  });

  it('marks no pattern that was acknowledged, nor a single point', () => {
    const violations = [
      aViolationMark({ id: 1, sample_ids: [1, 2], acknowledged: true }),
      aViolationMark({ id: 2, sample_ids: [2] }),
    ];
    const data = chartData([aPoint(1, 9), aPoint(2, 10, { violations })]);
    expect(toChartModel(data).location.patterns.size).toBe(0);
  });
});

describe('stages', () => {
  const stages = [aStage({ id: 1 }), aStage({ id: 2, center_line: 11, ucl: 12, lcl: 10 })];
  const points = [aPoint(1, 10), aPoint(2, 10), aPoint(3, 11, { stage: 2, ucl: 12, lcl: 10, center: 11 })];

  it('begin at a border, but for the first', () => {
    const model = toChartModel(chartData(points, { stages }));
    expect(stageBorders(model.location.points, model.stages)).toEqual([{ index: 2, stage: stages[1] }]);
  });

  it('have the limits in force, whether points belong to the newest or not', () => {
    expect(currentLimits(toChartModel(chartData(points, { stages }))).ucl).toBe(12);
    expect(currentLimits(toChartModel(chartData(points.slice(0, 2), { stages }))).ucl).toBe(12);
  });

  it('call a point beyond its lines not in control, though no rule fired', () => {
    const [point] = toChartModel(chartData([aPoint(1, 14)])).location.points;
    expect(point && statusKey(point)).toBe('beyond');
  });

  it('call a point on its line but for rounding in control', () => {
    const [point] = toChartModel(chartData([aPoint(1, 0.3, { ucl: 0.1 + 0.2, lcl: 0, center: 0.1 })]))
      .location.points;
    expect(point && statusKey(point)).toBe('normal');
  });
});

describe('the dispersion chart', () => {
  const violations = [aViolationMark({ chart: 'dispersion', rule_id: 2 })];
  const data = chartData([aPoint(1, 10), aPoint(2, 11, { violations })], {
    dispersion: { type: 'range', center_line: 0.3, ucl: 0.6, lcl: 0, points: [spread(2, 0.7)] },
  });
  const points = toChartModel(data).dispersion?.points;

  it('has a place for every sample, also for one without a value', () =>
    expect(points?.map(({ value }) => value)).toEqual([null, 0.7]));

  it('shows its own limits', () => expect(points?.[1]).toMatchObject({ center: 0.3, ucl: 0.6, lcl: 0 }));

  it('is marked by its own violations', () =>
    expect(points?.[1]).toMatchObject({ status: 'open', rules: [2] }));
});

describe('the model', () => {
  it('leaves the specification out in standardized mode, where it has no meaning', () => {
    const data = chartData([], {
      subgroup_mode: 'STANDARDIZED',
      spec_limits: { usl: 12, lsl: 8, target: 10 },
    });
    expect(toChartModel(data)).toMatchObject({
      standardized: true,
      decimals: 2,
      specification: { usl: null, lsl: null, target: null },
    });
  });

  it.each([
    [{ chart_type: 'p', data_type: 'p' }, 'p'],
    [{ chart_type: 'something new', data_type: 'u' }, 'u'],
    [{ chart_type: 'something new', nominal_subgroup_size: 1 }, 'i_mr'],
    [{ chart_type: 'something new', nominal_subgroup_size: 10 }, 'xbar_r'],
    [{ chart_type: 'something new', nominal_subgroup_size: 11 }, 'xbar_s'],
  ] as const)('of %j is a chart of type %s', (change, type) =>
    expect(toChartModel(chartData([], change)).chartType).toBe(type),
  );

  it('knows counts from measurements', () => {
    expect(isAttributeChart(toChartModel(chartData([], { chart_type: 'c' })))).toBe(true);
    expect(isAttributeChart(toChartModel(chartData([])))).toBe(false);
  });

  it('has limits when one of them is known, be it zero', () => {
    const one = { center_line: null, ucl: null, lcl: 0 };
    const none = { center_line: null, ucl: null, lcl: null };
    expect(toChartModel(chartData([], { control_limits: one })).hasLimits).toBe(true);
    expect(toChartModel(chartData([], { control_limits: none })).hasLimits).toBe(false);
  });

  it('takes the newest limits as those in force', () => {
    const data = chartData([aPoint(1, 10), aPoint(2, 11, { ucl: 14 }), aPoint(3, 10, { center: null })]);
    expect(currentLimits(toChartModel(data)).ucl).toBe(14);
  });
});
