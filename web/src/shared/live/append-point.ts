// Puts a live sample into chart data that is already on screen. Pure; the cache bridge decides which data to hand in.
import { type ChartWindow, MAX_POINTS } from '@/shared/api/chart-window';
import type { ChartData, ChartPoint } from '@/shared/api/types';
import { parseTime } from '@/shared/lib/format';
import type { LivePoint } from './messages';

const capacity = (window: ChartWindow): number => (window.kind === 'last' ? window.count : MAX_POINTS);

const isLater = (point: ChartPoint, than: ChartPoint): boolean => {
  const difference = parseTime(point.timestamp).getTime() - parseTime(than.timestamp).getTime();
  return difference > 0 || (difference === 0 && point.sample_id > than.sample_id);
};

/**
 * The data with the point at its end, the window kept to its size. Null when the point cannot simply be appended: it is not
 * the newest, or the window ended in the past, or the parts do not match; then the data must be fetched again.
 */
export function appendPoint(data: ChartData, window: ChartWindow, point: LivePoint): ChartData | null {
  if (window.kind === 'between') return null;
  const last = data.data_points.at(-1);
  if (last && !isLater(point, last)) return last.sample_id === point.sample_id ? data : null;

  const { dispersion: spread, ...chartPoint } = point;
  const keep = capacity(window);
  const data_points = [...data.data_points, chartPoint].slice(-keep);
  if (!data.dispersion) return { ...data, data_points };
  if (!spread) return null;
  const points = [...data.dispersion.points, { ...spread, sample_id: point.sample_id }].slice(-keep);
  return { ...data, data_points, dispersion: { ...data.dispersion, points } };
}
