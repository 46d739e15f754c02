// Numbers and times as people read them: digits per characteristic, local time zone, no scientific notation. In one locale
// whatever the browser's is, because the words beside them are English: months by name, 24 hours, a decimal point.

/** A value with a fixed number of decimals; a dash when there is none. */
export function formatValue(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const rounded = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(rounded) ? rounded.slice(1) : rounded;
}

const MOST_DECIMALS = 12;

/** Two computations of one number: they differ in the last bits of a double at most. */
export const isSameNumber = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-13 * Math.max(Math.abs(a), Math.abs(b));

/**
 * Decimals for numbers that stand beside each other: at least those given, more until numbers that differ look different
 * and none but zero looks like zero. A value of 100.00012 above a limit of 100.0001 never reads as 100 above 100.
 */
export function decimalsApart(values: readonly (number | null | undefined)[], decimals: number): number {
  const numbers = values.filter((value): value is number => Number.isFinite(value));
  const isTold = (digits: number): boolean => {
    const texts = numbers.map((value) => formatValue(value, digits));
    return numbers.every(
      (value, index) =>
        (value === 0 || /[1-9]/.test(texts[index] ?? '')) &&
        numbers.every((other, at) => at >= index || texts[at] !== texts[index] || isSameNumber(other, value)),
    );
  };
  for (let digits = decimals; digits <= MOST_DECIMALS; digits += 1) if (isTold(digits)) return digits;
  return decimals;
}

/** A server time. Servers of version 0.4 on SQLite leave out the zone; all stored times are UTC. */
export function parseTime(text: string): Date {
  return new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

const LOCALE = 'en-GB';

const dateTime = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'medium' });
const dayTime = new Intl.DateTimeFormat(LOCALE, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const moment = new Intl.DateTimeFormat(LOCALE, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const longMoment = new Intl.DateTimeFormat(LOCALE, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(LOCALE, { month: 'short', day: 'numeric' });

export const formatDateTime = (time: Date): string => dateTime.format(time);
/** Day and time to the second, without the year. */
export const formatMoment = (time: Date): string => moment.format(time);
/** Day, year and time to the minute: in a history of years. */
export const formatLongMoment = (time: Date): string => longMoment.format(time);
export const formatDayTime = (time: Date): string => dayTime.format(time);
export const formatClock = (time: Date): string => clock.format(time);
export const formatDay = (time: Date): string => day.format(time);

const wholeNumber = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

/** A whole number with its thousands set apart. */
export const formatCount = (count: number): string => wholeNumber.format(count);
/** A measure of which two or three digits are enough, such as a rate or a delay. */
export const formatRough = (value: number): string => (value < 10 ? oneDecimal : wholeNumber).format(value);

/** The viewer's time zone as a short name, for example "CET" or "GMT+1". */
export const zoneName = (time: Date): string =>
  new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'short' })
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';
