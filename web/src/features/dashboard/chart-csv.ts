// The points of a chart as CSV for a spreadsheet.
import type { ChartModel } from '@/shared/charts/chart-model';
import { csvText } from '@/shared/lib/csv';

const HEADER = ['sample', 'time', 'n', 'value', 'dispersion', 'lcl', 'center', 'ucl', 'rules', 'status'];

export function chartCsv({ location, dispersion }: ChartModel): string {
  const lines = location.points.map((point, index) => [
    point.name,
    new Date(point.time).toISOString(),
    point.n,
    point.value,
    dispersion?.points[index]?.value ?? null,
    point.lcl,
    point.center,
    point.ucl,
    point.rules.join(' '),
    point.status,
  ]);
  return csvText([HEADER, ...lines]);
}
