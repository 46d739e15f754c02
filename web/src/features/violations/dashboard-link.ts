// The address of the dashboard that shows a violation's point. Pure.
import { writeWindow } from '@/shared/api/chart-window-text';
import type { Violation } from '@/shared/api/types';
import { parseTime } from '@/shared/lib/format';

const BEFORE_MS = 7 * 86_400_000;
const AFTER_MS = 1_000;

/** Ends at the sample: a chart is cut to its newest points, so that whatever the pace the sample is always among them. */
export function dashboardLink({
  plant_id,
  characteristic_id,
  sample_id,
  created_at,
}: Violation): string | null {
  if (characteristic_id === null) return null;
  const params = new URLSearchParams();
  if (plant_id !== null) params.set('plant', String(plant_id));
  params.set('c', String(characteristic_id));
  if (created_at) {
    const time = parseTime(created_at).getTime();
    const from = new Date(time - BEFORE_MS).toISOString();
    const to = new Date(time + AFTER_MS).toISOString();
    params.set('range', writeWindow({ kind: 'between', from, to }));
  }
  params.set('sample', String(sample_id));
  return `/dashboard?${params.toString()}`;
}
