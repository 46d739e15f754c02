// The points of a chart as CSV for a spreadsheet.
import type { ChartModel } from '@/shared/charts/chart-model';

const HEADER = ['sample', 'time', 'n', 'value', 'dispersion', 'lcl', 'center', 'ucl', 'rules', 'status'];

/** Quoted where needed; a text that a spreadsheet would take for a formula is made harmless. */
const cell = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

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
  return [HEADER, ...lines].map((line) => line.map(cell).join(',')).join('\r\n');
}

export function downloadCsv(model: ChartModel): void {
  const url = URL.createObjectURL(new Blob([chartCsv(model)], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${model.name.replaceAll(/[^\w-]+/g, '-')}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
