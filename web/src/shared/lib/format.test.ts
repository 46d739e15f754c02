import {
  decimalsApart,
  formatClock,
  formatCount,
  formatDateTime,
  formatDay,
  formatDayTime,
  formatMoment,
  formatRough,
  formatValue,
  parseTime,
} from './format';
import { positiveInteger } from './positive-integer';

describe('formatValue', () => {
  it.each([
    [1.23456, 2, '1.23'],
    [2, 3, '2.000'],
    [7.5, 0, '8'],
    [-0.0001, 2, '0.00'],
    [-0.4, 0, '0'],
    [-0.006, 2, '-0.01'],
    [1e-7, 3, '0.000'],
    [123456789.5, 1, '123456789.5'],
  ])('writes %d with %d decimals as %s', (value, decimals, text) =>
    expect(formatValue(value, decimals)).toBe(text),
  );

  it.each([null, undefined, NaN, Infinity])('writes a dash for %s', (value) =>
    expect(formatValue(value, 2)).toBe('–'),
  );
});

describe('decimalsApart', () => {
  it('keeps the decimals that are asked for', () => expect(decimalsApart([10, 12.34, 7], 2)).toBe(2));
  it('tells a value from the limit that it is beyond', () =>
    expect(decimalsApart([100.00012, 100.0001, 99], 2)).toBe(5));
  it('shows a small number as more than zero', () => expect(decimalsApart([0.0004, 0], 2)).toBe(4));
  it('takes the rounding of a computation for the same number', () =>
    expect(decimalsApart([0.1 + 0.2, 0.3], 1)).toBe(1));
  it('does not count what is not there', () => expect(decimalsApart([null, undefined, NaN, 1.5], 1)).toBe(1));
});

describe('parseTime', () => {
  it.each([
    '2026-01-05T06:00:00',
    '2026-01-05T06:00:00Z',
    '2026-01-05T07:00:00+01:00',
    '2026-01-05T07:00:00+0100',
  ])('reads %s as six o’clock UTC', (text) =>
    expect(parseTime(text).getTime()).toBe(Date.UTC(2026, 0, 5, 6)),
  );
});

describe('positiveInteger', () => {
  it('reads an id', () => expect(positiveInteger('42')).toBe(42));
  it.each([null, '', '0', '-1', '1.5', '1e3', ' 1', '01', '99999999999999999999'])('refuses %j', (text) =>
    expect(positiveInteger(text)).toBeNull(),
  );
});

describe('in a browser of any language', () => {
  const time = new Date(2026, 10, 5, 18, 7, 9);

  it.each([
    ['with the year', formatDateTime, '5 Nov 2026, 18:07:09'],
    ['to the second', formatMoment, '5 Nov, 18:07:09'],
    ['to the minute', formatDayTime, '5 Nov, 18:07'],
    ['as a day', formatDay, '5 Nov'],
    ['as a clock shows it', formatClock, '18:07:09'],
  ])('a time %s names its month and has 24 hours', (_, format, text) => expect(format(time)).toBe(text));

  it('thousands are set apart by a comma', () => expect(formatCount(1234567)).toBe('1,234,567'));
  it('a rough number has a decimal point', () => expect(formatRough(2.34)).toBe('2.3'));
  it('a rough number from ten on has no decimals', () => expect(formatRough(23.4)).toBe('23'));
});
