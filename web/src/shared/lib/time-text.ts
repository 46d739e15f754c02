// A time as people type it, whatever the language of the browser: 2026-01-05 14:30, in the viewer's zone. Seconds may be
// added; without a time the day begins. Pure.

const FORM = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$/;

const two = (part: number): string => String(part).padStart(2, '0');

/** To the minute, and to the second where there are seconds. */
export function timeText(time: Date): string {
  const day = `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const minute = `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
  return time.getSeconds() === 0 ? minute : `${minute}:${two(time.getSeconds())}`;
}

/** Null for what is no time, also for a day that the calendar, or an hour that the zone, does not have. */
export function parseTimeText(text: string): Date | null {
  const parts = FORM.exec(text)
    ?.slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const time = new Date(year, month - 1, day, hour, minute, second);
  // Years below 100 would be taken for those of the last century.
  time.setFullYear(year);
  const isThere =
    time.getMonth() === month - 1 &&
    time.getDate() === day &&
    time.getHours() === hour &&
    time.getMinutes() === minute &&
    time.getSeconds() === second;
  return isThere ? time : null;
}
