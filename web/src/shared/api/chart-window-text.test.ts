import type { ChartWindow } from './chart-window';
import { nearestWindow, parseWindow, writeWindow } from './chart-window-text';

const FROM = '2026-01-05T06:00:00.000Z';
const TO = '2026-01-06T06:00:00.000Z';

describe('a time range in the address bar', () => {
  it.each<[string, ChartWindow]>([
    ['last50', { kind: 'last', count: 50 }],
    ['last1000', { kind: 'last', count: 1000 }],
    ['1h', { kind: 'recent', minutes: 60 }],
    ['24h', { kind: 'recent', minutes: 1440 }],
    ['36h', { kind: 'recent', minutes: 2160 }],
    ['7d', { kind: 'recent', minutes: 10_080 }],
    ['30d', { kind: 'recent', minutes: 43_200 }],
    ['3650d', { kind: 'recent', minutes: 5_256_000 }],
    [`${FROM}~${TO}`, { kind: 'between', from: FROM, to: TO }],
  ])('%s is read and written the same', (text, window) => {
    expect(parseWindow(text)).toEqual(window);
    expect(writeWindow(window)).toBe(text);
  });

  it.each([
    null,
    '',
    'last0',
    'last1001',
    'last-5',
    'last5x',
    'lastly',
    '0h',
    '03h',
    '3m',
    '3651d',
    '999999d',
    'toString',
    '~',
    `${TO}~${FROM}`,
    `${FROM}~never`,
  ])('%j is none', (text) => expect(parseWindow(text)).toBeNull());

  it('of one day is the same in hours and in days', () =>
    expect(parseWindow('1d')).toEqual(parseWindow('24h')));

  it('of more points than there can be comes down to the most', () =>
    expect(nearestWindow('last10000')).toEqual({ kind: 'last', count: 1000 }));

  it.each([null, 'last50', 'lastly', '7d'])('%j has nothing nearer than itself', (text) =>
    expect(nearestWindow(text)).toBeNull(),
  );
});
