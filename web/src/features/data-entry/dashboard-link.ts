// The address of the dashboard that shows a sample among its neighbours. Pure.
import { writeWindow } from '@/shared/api/chart-window-text';
import { parseTime } from '@/shared/lib/format';

const BEFORE_MS = 7 * 86_400_000;
const AFTER_MS = 1_000;

interface Target {
  plantId: number | null;
  characteristicId: number;
  sampleId: number;
  timestamp: string;
}

/** A late sample may lie far in the past, so the range ends at the sample and not now. */
export function dashboardLink({ plantId, characteristicId, sampleId, timestamp }: Target): string {
  const time = parseTime(timestamp).getTime();
  const params = new URLSearchParams();
  if (plantId !== null) params.set('plant', String(plantId));
  params.set('c', String(characteristicId));
  params.set(
    'range',
    writeWindow({
      kind: 'between',
      from: new Date(time - BEFORE_MS).toISOString(),
      to: new Date(time + AFTER_MS).toISOString(),
    }),
  );
  params.set('sample', String(sampleId));
  return `/dashboard?${params.toString()}`;
}
