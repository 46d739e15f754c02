import type { ChartWindow } from './chart-window';
import { parseWindow, writeWindow } from './chart-window-text';

const FROM = '2026-01-05T06:00:00.000Z';
const TO = '2026-01-06T06:00:00.000Z';

describe('a time range in the address bar', () => {
  it.each<[string, ChartWindow]>([
    ['last50', { kind: 'last', count: 50 }],
    ['last1000', { kind: 'last', count: 1000 }],
    ['1h', { kind: 'recent', minutes: 60 }],
    ['7d', { kind: 'recent', minutes: 10_080 }],
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
    '3h',
    'toString',
    '~',
    `${TO}~${FROM}`,
    `${FROM}~never`,
  ])('%j is none', (text) => expect(parseWindow(text)).toBeNull());
});
