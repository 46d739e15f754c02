// A time range as the address bar writes it: last50, 36h, 7d, all, or FROM~TO. Pure.
import type { ChartWindow } from './chart-window';

/** The most points that the server gives at once. */
export const MAX_COUNT = 1000;
const HOUR = 60;
const DAY = 24 * HOUR;
const MOST_MINUTES = 3650 * DAY;

const isoTime = (text: string | undefined): string | null => {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
};

const recent = (text: string): ChartWindow | null => {
  const [, count, unit] = /^([1-9]\d{0,5})([hd])$/.exec(text) ?? [];
  const minutes = Number(count) * (unit === 'd' ? DAY : HOUR);
  return minutes <= MOST_MINUTES ? { kind: 'recent', minutes } : null;
};

const countOf = (text: string): number => Number(/^last([1-9]\d{0,14})$/.exec(text)?.[1]);

export function parseWindow(text: string | null): ChartWindow | null {
  if (!text) return null;
  if (text === 'all') return { kind: 'all' };
  const count = countOf(text);
  if (count <= MAX_COUNT) return { kind: 'last', count };
  const [start, end] = text.split('~');
  const from = isoTime(start);
  const to = isoTime(end);
  return from && to && from < to ? { kind: 'between', from, to } : recent(text);
}

/** What comes nearest to more points than there can be. */
export const nearestWindow = (text: string | null): ChartWindow | null =>
  text && countOf(text) > MAX_COUNT ? { kind: 'last', count: MAX_COUNT } : null;

export function writeWindow(window: ChartWindow): string {
  switch (window.kind) {
    case 'last':
      return `last${window.count}`;
    case 'all':
      return 'all';
    case 'between':
      return `${window.from}~${window.to}`;
    case 'recent': {
      const { minutes } = window;
      return minutes > DAY && minutes % DAY === 0 ? `${minutes / DAY}d` : `${minutes / HOUR}h`;
    }
  }
}
