// How far this computer's clock is from the server's, from the times of its answers; a second or so precise.

let offset = 0;

/** `date` is the header of an answer that has just arrived. */
export function noteServerTime(date: string | null, now: number = Date.now()): void {
  const time = date === null ? NaN : Date.parse(date);
  // The header holds whole seconds, on average half of one behind.
  if (!Number.isNaN(time)) offset = time + 500 - now;
}

/** Server's clock minus this computer's, in milliseconds. */
export const clockOffset = (): number => offset;
