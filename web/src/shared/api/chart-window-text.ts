// A time range as the address bar writes it: last50, 24h, or FROM~TO. Pure.
import type { ChartWindow } from './chart-window';

const RECENT = new Map([
  ['1h', 60],
  ['8h', 480],
  ['24h', 1440],
  ['7d', 10_080],
  ['30d', 43_200],
]);
const MAX_COUNT = 1000;

const isoTime = (text: string | undefined): string | null => {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
};

export function parseWindow(text: string | null): ChartWindow | null {
  if (!text) return null;
  const minutes = RECENT.get(text);
  if (minutes !== undefined) return { kind: 'recent', minutes };
  const count = Number(/^last(\d+)$/.exec(text)?.[1]);
  if (count >= 1 && count <= MAX_COUNT) return { kind: 'last', count };
  const [start, end] = text.split('~');
  const from = isoTime(start);
  const to = isoTime(end);
  return from && to && from < to ? { kind: 'between', from, to } : null;
}

export function writeWindow(window: ChartWindow): string {
  switch (window.kind) {
    case 'last':
      return `last${window.count}`;
    case 'between':
      return `${window.from}~${window.to}`;
    case 'recent':
      return [...RECENT].find(([, minutes]) => minutes === window.minutes)?.[0] ?? '24h';
  }
}
