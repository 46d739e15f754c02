// Numbers and times as people read them: digits per characteristic, local time zone, no scientific notation.

/** A value with a fixed number of decimals; a dash when there is none. */
export function formatValue(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const rounded = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(rounded) ? rounded.slice(1) : rounded;
}

/** A server time. Servers of version 0.4 on SQLite leave out the zone; all stored times are UTC. */
export function parseTime(text: string): Date {
  return new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const dayTime = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const moment = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

export const formatDateTime = (time: Date): string => dateTime.format(time);
/** Day and time to the second, without the year. */
export const formatMoment = (time: Date): string => moment.format(time);
export const formatDayTime = (time: Date): string => dayTime.format(time);
export const formatClock = (time: Date): string => clock.format(time);
export const formatDay = (time: Date): string => day.format(time);

/** The viewer's time zone as a short name, for example "CET" or "GMT+1". */
export const zoneName = (time: Date): string =>
  new Intl.DateTimeFormat(undefined, { timeZoneName: 'short' })
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';
