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
export function appendPoint(data: ChartData, window: ChartWindow, live: LivePoint): ChartData | null {
  if (window.kind === 'between') return null;
  const { point } = live;
  const last = data.data_points.at(-1);
  if (last && !isLater(point, last)) return last.sample_id === point.sample_id ? data : null;

  const keep = capacity(window);
  const data_points = [...data.data_points, point].slice(-keep);
  if (!data.dispersion) return { ...data, data_points };
  if (!live.dispersion) return null;
  const points = [...data.dispersion.points, live.dispersion].slice(-keep);
  return { ...data, data_points, dispersion: { ...data.dispersion, points } };
}
