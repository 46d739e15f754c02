// How long ago something was, in the largest unit that still says it. Pure.
export interface Ago {
  unit: 'now' | 'seconds' | 'minutes' | 'hours' | 'days';
  count: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The clocks of server and browser differ a little: what seems to lie ahead is now. */
export function ago(timeMs: number, nowMs: number): Ago {
  const passed = nowMs - timeMs;
  if (passed < SECOND) return { unit: 'now', count: 0 };
  if (passed < MINUTE) return { unit: 'seconds', count: Math.floor(passed / SECOND) };
  if (passed < HOUR) return { unit: 'minutes', count: Math.floor(passed / MINUTE) };
  if (passed < 2 * DAY) return { unit: 'hours', count: Math.floor(passed / HOUR) };
  return { unit: 'days', count: Math.floor(passed / DAY) };
}
