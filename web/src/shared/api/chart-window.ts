// Which samples a chart shows, and what that means to the server.

export type ChartWindow =
  | { kind: 'last'; count: number }
  | { kind: 'recent'; minutes: number }
  | { kind: 'between'; from: string; to: string }
  | { kind: 'all' };

/** Time-based windows are cut to the newest points beyond this many, so that a wide range stays readable. */
export const MAX_POINTS = 500;

/** Before every sample. */
const BEGINNING = '0001-01-01T00:00:00Z';

export interface ChartQuery {
  limit: number;
  start_date?: string;
  end_date?: string;
}

export function chartQuery(window: ChartWindow, now: Date): ChartQuery {
  switch (window.kind) {
    case 'last':
      return { limit: window.count };
    case 'recent':
      return {
        limit: MAX_POINTS,
        start_date: new Date(now.getTime() - window.minutes * 60_000).toISOString(),
      };
    case 'between':
      return { limit: MAX_POINTS, start_date: window.from, end_date: window.to };
    case 'all':
      // With a date excluded samples are shown, as in every range of time.
      return { limit: MAX_POINTS, start_date: BEGINNING };
  }
}

/** The window as bounds of time for lists; a number of samples has none. */
export function timeBounds(
  window: ChartWindow | null,
  now: Date,
): Pick<ChartQuery, 'start_date' | 'end_date'> {
  if (window?.kind === 'between') return { start_date: window.from, end_date: window.to };
  if (window?.kind === 'recent')
    return { start_date: new Date(now.getTime() - window.minutes * 60_000).toISOString() };
  return {};
}
