// Chart data as the server sends it to the page: the other way round than shared/api/chart-columns.
import type { ChartColumns, ChartData, ChartPoint } from '@/shared/api/types';

const places = (points: readonly ChartPoint[], is: (point: ChartPoint) => boolean): number[] =>
  points.flatMap((point, place) => (is(point) ? [place] : []));

export function inColumns({ data_points, dispersion, ...data }: ChartData): ChartColumns {
  const column = <K extends keyof ChartPoint>(name: K): ChartPoint[K][] => {
    const all = data_points.map((point) => point[name]);
    return all.length > 1 && all.every((value) => value === all[0]) ? all.slice(0, 1) : all;
  };
  return {
    ...data,
    data_points: [],
    dispersion: dispersion && { ...dispersion, points: [] },
    points: {
      sample_id: data_points.map(({ sample_id }) => sample_id),
      timestamp: column('timestamp'),
      mean: column('mean'),
      range: column('range'),
      std_dev: column('std_dev'),
      excluded_places: places(data_points, ({ excluded }) => excluded),
      undersized_places: places(data_points, ({ is_undersized }) => is_undersized),
      uncertain_places: places(data_points, ({ is_uncertain }) => is_uncertain),
      zone: column('zone'),
      actual_n: column('actual_n'),
      effective_ucl: column('effective_ucl'),
      effective_lcl: column('effective_lcl'),
      z_score: column('z_score'),
      display_value: data_points.every(({ mean, display_value }) => mean === display_value)
        ? []
        : column('display_value'),
      display_key: column('display_key'),
      center: column('center'),
      ucl: column('ucl'),
      lcl: column('lcl'),
      sigma: column('sigma'),
      stage: column('stage'),
      inspected: column('inspected'),
      count: column('count'),
    },
    violations: data_points.flatMap(({ violations }, place) =>
      violations.map((violation) => ({ ...violation, place })),
    ),
    dispersion_points: {
      sample_id: (dispersion?.points ?? []).map(({ sample_id }) => sample_id),
      value: (dispersion?.points ?? []).map(({ value }) => value),
      center: (dispersion?.points ?? []).map(({ center }) => center),
      ucl: (dispersion?.points ?? []).map(({ ucl }) => ucl),
      lcl: (dispersion?.points ?? []).map(({ lcl }) => lcl),
      stage: (dispersion?.points ?? []).map(({ stage }) => stage),
    },
  };
}
