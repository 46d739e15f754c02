// Chart data as it crosses the network, with the members of all points in columns, and as the page works with it. Pure.
import type { ChartColumns, ChartData, ChartPoint, Dispersion, PointViolation } from './types';

type Columns = ChartColumns['points'];
type PlacedViolation = ChartColumns['violations'][number];

/** A column has one entry for each point, or a single one that all points have. */
const entry = <T>(column: readonly T[], place: number): T => column[column.length === 1 ? 0 : place] as T;

/** The rules that fired on a chart, each once and in the order of the violations. */
const rulesOn = (chart: PointViolation['chart'], violations: readonly PointViolation[]): number[] => [
  ...new Set(violations.filter((violation) => violation.chart === chart).map(({ rule_id }) => rule_id)),
];

function byPlace(violations: readonly PlacedViolation[]): Map<number, PointViolation[]> {
  const all = new Map<number, PointViolation[]>();
  for (const { place, ...violation } of violations) {
    const known = all.get(place);
    if (known) known.push(violation);
    else all.set(place, [violation]);
  }
  return all;
}

function pointAt(columns: Columns, place: number, violations: PointViolation[]): ChartPoint {
  const onLocation = violations.filter(({ chart }) => chart === 'location');
  const mean = entry(columns.mean, place);
  return {
    sample_id: entry(columns.sample_id, place),
    timestamp: entry(columns.timestamp, place),
    mean,
    range: entry(columns.range, place),
    std_dev: entry(columns.std_dev, place),
    excluded: columns.excluded_places.includes(place),
    violation_ids: onLocation.map(({ id }) => id),
    unacknowledged_violation_ids: onLocation
      .filter(({ requires_acknowledgement, acknowledged }) => requires_acknowledgement && !acknowledged)
      .map(({ id }) => id),
    violation_rules: rulesOn('location', violations),
    zone: entry(columns.zone, place),
    actual_n: entry(columns.actual_n, place),
    is_undersized: columns.undersized_places.includes(place),
    is_uncertain: columns.uncertain_places.includes(place),
    effective_ucl: entry(columns.effective_ucl, place),
    effective_lcl: entry(columns.effective_lcl, place),
    z_score: entry(columns.z_score, place),
    display_value: columns.display_value.length === 0 ? mean : entry(columns.display_value, place),
    display_key: entry(columns.display_key, place),
    center: entry(columns.center, place),
    ucl: entry(columns.ucl, place),
    lcl: entry(columns.lcl, place),
    sigma: entry(columns.sigma, place),
    stage: entry(columns.stage, place),
    inspected: entry(columns.inspected, place),
    count: entry(columns.count, place),
    violations,
  };
}

function dispersionPoints(
  columns: ChartColumns['dispersion_points'],
  points: readonly ChartPoint[],
): Dispersion['points'] {
  const violations = new Map(points.map((point) => [point.sample_id, point.violations]));
  return columns.sample_id.map((sample_id, place) => ({
    sample_id,
    value: entry(columns.value, place),
    center: entry(columns.center, place),
    ucl: entry(columns.ucl, place),
    lcl: entry(columns.lcl, place),
    stage: entry(columns.stage, place),
    violation_rules: rulesOn('dispersion', violations.get(sample_id) ?? []),
  }));
}

export function chartDataOf({ points, violations, dispersion_points, ...data }: ChartColumns): ChartData {
  const placed = byPlace(violations);
  const data_points = points.sample_id.map((_, place) => pointAt(points, place, placed.get(place) ?? []));
  return {
    ...data,
    data_points,
    dispersion: data.dispersion && {
      ...data.dispersion,
      points: dispersionPoints(dispersion_points, data_points),
    },
  };
}
