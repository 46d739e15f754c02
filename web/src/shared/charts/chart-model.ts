// What a control chart shows, read from chart-data once and then drawn, tabulated and read aloud from the same model.
// Pure. Values, center and limits are in the units that are plotted: z in standardized mode, else the characteristic's own.
import type {
  ChartData,
  ChartPoint,
  ChartType,
  DispersionPoint,
  PointViolation,
  Stage,
  ZoneName,
} from '@/shared/api/types';
import { isSameNumber, parseTime } from '@/shared/lib/format';

/** The lines that one point is judged by; null while there are no limits. */
export interface Limits {
  center: number | null;
  ucl: number | null;
  lcl: number | null;
}

/** How a point is marked: an open violation, one that somebody has answered, left out of the calculations, or nothing. */
export type PointStatus = 'normal' | 'open' | 'answered' | 'excluded';

export interface ModelPoint extends Limits {
  sampleId: number;
  /** YYMMDD-NNN. */
  name: string;
  time: number;
  value: number | null;
  n: number;
  count: number | null;
  inspected: number | null;
  zone: ZoneName;
  /** Of the plotted statistic, from which the zones follow; null on dispersion charts. */
  sigma: number | null;
  /** Id of the stage whose limits judge it. */
  stage: number | null;
  undersized: boolean;
  /** Its machine doubted a reading. */
  uncertain: boolean;
  status: PointStatus;
  violations: PointViolation[];
  /** Distinct rule numbers, ascending. */
  rules: number[];
}

export interface ModelSeries {
  points: ModelPoint[];
  /** One set of limits for all points. */
  constantLimits: boolean;
  /** Points that make up patterns that are still open, by index, for example the nine of a shift. */
  patterns: Set<number>;
}

export type DispersionType = 'range' | 'std_dev' | 'moving_range';

export interface Specification {
  lsl: number | null;
  target: number | null;
  usl: number | null;
}

export interface ChartModel {
  characteristicId: number;
  name: string;
  chartType: ChartType;
  standardized: boolean;
  variableLimits: boolean;
  decimals: number;
  location: ModelSeries;
  dispersion: (ModelSeries & { type: DispersionType }) | null;
  /** In the units of the plotted values; nothing in standardized mode, where it has no meaning. */
  specification: Specification;
  hasLimits: boolean;
  /** Stretches with their own limits, oldest first: those of the points, and the newest. */
  stages: Stage[];
}

const NO_LIMITS: Limits = { center: null, ucl: null, lcl: null };
const NO_SPECIFICATION: Specification = { lsl: null, target: null, usl: null };

const CHART_TYPES: readonly ChartType[] = ['xbar_r', 'xbar_s', 'i_mr', 'p', 'np', 'c', 'u'];

const ascending = (numbers: Iterable<number>): number[] => [...new Set(numbers)].sort((a, b) => a - b);

const chartTypeOf = ({ chart_type, data_type, nominal_subgroup_size }: ChartData): ChartType => {
  const known = CHART_TYPES.find((type) => type === chart_type);
  if (known) return known;
  if (data_type !== 'variable') return data_type;
  if (nominal_subgroup_size === 1) return 'i_mr';
  return nominal_subgroup_size <= 10 ? 'xbar_r' : 'xbar_s';
};

const violationsOn = (chart: 'location' | 'dispersion', point: ChartPoint): PointViolation[] =>
  point.violations.filter((violation) => violation.chart === chart);

const isOpen = (violation: PointViolation): boolean => !violation.acknowledged;

const statusOf = (point: ChartPoint, violations: readonly PointViolation[]): PointStatus => {
  if (point.excluded) return 'excluded';
  if (violations.some(isOpen)) return 'open';
  return violations.length > 0 ? 'answered' : 'normal';
};

const rulesOf = (violations: readonly PointViolation[]): number[] =>
  ascending(violations.map(({ rule_id }) => rule_id));

const locationPoint = (point: ChartPoint): ModelPoint => {
  const violations = violationsOn('location', point);
  return {
    center: point.center,
    ucl: point.ucl,
    lcl: point.lcl,
    sampleId: point.sample_id,
    name: point.display_key,
    time: parseTime(point.timestamp).getTime(),
    value: point.display_value ?? point.mean,
    n: point.actual_n,
    count: point.count,
    inspected: point.inspected,
    zone: point.zone,
    sigma: point.sigma,
    stage: point.stage,
    undersized: point.is_undersized,
    uncertain: point.is_uncertain,
    status: statusOf(point, violations),
    violations,
    rules: rulesOf(violations),
  };
};

const dispersionPoint = (
  point: ChartPoint,
  at: ModelPoint,
  found: DispersionPoint | undefined,
): ModelPoint => {
  const violations = violationsOn('dispersion', point);
  return {
    ...at,
    center: found?.center ?? null,
    ucl: found?.ucl ?? null,
    lcl: found?.lcl ?? null,
    value: found?.value ?? null,
    sigma: null,
    violations,
    rules: rulesOf(violations),
    status: statusOf(point, violations),
  };
};

const sameLimits = (a: Limits, b: Limits): boolean =>
  a.center === b.center && a.ucl === b.ucl && a.lcl === b.lcl;

const series = (points: ModelPoint[]): ModelSeries => {
  const judged = points.filter(({ center }) => center !== null);
  const first = judged[0];
  const indexOf = new Map(points.map(({ sampleId }, index) => [sampleId, index]));
  const patterns = new Set<number>();
  for (const { violations, status } of points) {
    if (status === 'excluded') continue;
    for (const violation of violations) {
      if (!isOpen(violation) || violation.sample_ids.length < 2) continue;
      for (const id of violation.sample_ids) {
        const index = indexOf.get(id);
        if (index !== undefined) patterns.add(index);
      }
    }
  }
  return {
    points,
    patterns,
    constantLimits: judged.every((point) => first !== undefined && sameLimits(point, first)),
  };
};

export function toChartModel(data: ChartData): ChartModel {
  const standardized = data.statistic === 'z';
  const location = data.data_points.map(locationPoint);
  const spread = data.dispersion;
  const spreadById = new Map(spread?.points.map((point) => [point.sample_id, point]));
  const { usl, lsl, target } = data.spec_limits;
  return {
    characteristicId: data.characteristic_id,
    name: data.characteristic_name,
    chartType: chartTypeOf(data),
    standardized,
    variableLimits: data.subgroup_mode === 'VARIABLE_LIMITS' && data.data_type === 'variable',
    decimals: standardized ? 2 : data.decimal_precision,
    location: series(location),
    dispersion: spread
      ? {
          type: spread.type,
          ...series(
            data.data_points.flatMap((point, index) => {
              const at = location[index];
              return at ? [dispersionPoint(point, at, spreadById.get(point.sample_id))] : [];
            }),
          ),
        }
      : null,
    specification: standardized ? NO_SPECIFICATION : { lsl, target, usl },
    hasLimits: data.control_limits.ucl !== null || data.control_limits.lcl !== null,
    stages: data.stages,
  };
}

/** Beyond its own lines. */
export const isBeyond = ({ value, ucl, lcl }: Pick<ModelPoint, 'value' | 'ucl' | 'lcl'>): boolean =>
  value !== null &&
  ((ucl !== null && value > ucl && !isSameNumber(value, ucl)) ||
    (lcl !== null && value < lcl && !isSameNumber(value, lcl)));

/** The word for the state of a point: one beyond its lines is not in control, whether a rule says so or not. */
export const statusKey = (point: ModelPoint): PointStatus | 'beyond' =>
  point.status === 'normal' && isBeyond(point) ? 'beyond' : point.status;

/** The points that a stage begins with, by index. The first stage shown begins at no border. */
export function stageBorders(
  points: readonly ModelPoint[],
  stages: readonly Stage[],
): { index: number; stage: Stage }[] {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const stage = byId.get(point.stage);
    return before && stage && before.stage !== point.stage ? [{ index, stage }] : [];
  });
}

/** p, np, c and u charts count; the others measure. */
export const isAttributeChart = ({ chartType }: ChartModel): boolean =>
  ['p', 'np', 'c', 'u'].includes(chartType);

/** The limits in force now: those of the newest point, or of the newest stage while no point belongs to it. */
export function currentLimits({ location, stages, standardized }: ChartModel): Limits {
  const point = location.points.findLast(({ center }) => center !== null);
  const newest = stages.at(-1);
  if (!newest || point?.stage === newest.id) return point ?? NO_LIMITS;
  const { center_line: center, ucl, lcl } = newest;
  return standardized && center !== null ? { center: 0, ucl: 3, lcl: -3 } : { center, ucl, lcl };
}
