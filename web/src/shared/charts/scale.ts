// Where things go on the axes. Pure geometry.
import type { ModelPoint, Specification } from './chart-model';

export interface Domain {
  min: number;
  max: number;
  interval: number;
}

const NICE = [1, 2, 2.5, 5, 10];

/** The smallest "round" step that is not below the given one. */
export function niceStep(rough: number): number {
  if (!(rough > 0) || !Number.isFinite(rough)) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factor = NICE.find((nice) => nice * magnitude >= rough * (1 - 1e-9)) ?? 10;
  return factor * magnitude;
}

const TICKS = 6;
const PADDING = 0.07;

/** A domain around all finite values, padded; `floor` is where it ends below, whatever the padding. */
export function domainOf(values: Iterable<number | null>, floor = -Infinity): Domain {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return { min: 0, max: 1, interval: 0.25 };
  if (low === high) {
    const half = Math.abs(low) * 0.01 || 0.5;
    low -= half;
    high += half;
  }
  const pad = (high - low) * PADDING;
  return {
    min: Math.max(low - pad, floor),
    max: high + pad,
    interval: niceStep((high - low + 2 * pad) / TICKS),
  };
}

/** The multiples of the interval inside the domain. */
export function ticksOf({ min, max, interval }: Domain): number[] {
  const first = Math.ceil(min / interval - 1e-9);
  const last = Math.floor(max / interval + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * interval);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 28, 56, 112].map((count) => count * DAY),
];

/** At most about `wanted` moments inside a stretch of time, on round hours and days of the given offset from UTC. */
export function timeTicks(min: number, max: number, wanted: number, offsetMs: number): number[] {
  const rough = (max - min) / wanted;
  const step = TIME_STEPS.find((candidate) => candidate >= rough) ?? Math.ceil(rough / DAY) * DAY;
  const first = Math.ceil((min + offsetMs) / step);
  const last = Math.floor((max + offsetMs) / step);
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, index) => (first + index) * step - offsetMs,
  );
}

const valuesOf = (points: readonly ModelPoint[]): (number | null)[] =>
  points.flatMap(({ value, center, ucl, lcl }) => [value, center, ucl, lcl]);

/** Specification lines stretch the axis only to this many times what the process itself needs. */
const MAX_STRETCH = 1.9;

/**
 * Domain of a location chart. Specification lines far outside would press the process into a thin stripe; those are left
 * off the scale, and drawn as an arrow at the edge.
 */
export function locationDomain(
  points: readonly ModelPoint[],
  specification: Specification | null,
  floor = -Infinity,
): Domain {
  const own = valuesOf(points);
  const plain = domainOf(own, floor);
  if (!specification) return plain;
  const reach = ((plain.max - plain.min) * (MAX_STRETCH - 1)) / 2;
  const near = Object.values(specification).filter(
    (line): line is number =>
      typeof line === 'number' && line >= plain.min - reach && line <= plain.max + reach,
  );
  return domainOf([...own, ...near], floor);
}

/** Dispersion is never negative, so its axis does not start below zero. */
export const dispersionDomain = (points: readonly ModelPoint[]): Domain =>
  domainOf([...valuesOf(points), 0], 0);

/** A stretch of neighbouring points that share one set of limits. Null edges reach to the border of the plot. */
export interface LimitSegment {
  from: number | null;
  to: number | null;
  center: number;
  ucl: number | null;
  lcl: number | null;
  /** Null: a third of the way to the limit. */
  sigma: number | null;
}

/** Stepped limits: they change half way between two points. */
export function limitSegments(points: readonly ModelPoint[], xs: readonly number[]): LimitSegment[] {
  const segments: LimitSegment[] = [];
  let open: LimitSegment | null = null;
  points.forEach((point, index) => {
    const here = xs[index] ?? 0;
    const edge = index > 0 ? ((xs[index - 1] ?? here) + here) / 2 : null;
    if (point.center === null) {
      // A point that its chart does not plot interrupts nothing; one that had no limits does.
      if (open && point.value !== null) open.to = edge;
      if (point.value !== null) open = null;
      return;
    }
    const { center, ucl, lcl, sigma } = point;
    if (open?.center === center && open.ucl === ucl && open.lcl === lcl && open.sigma === sigma) return;
    if (open) open.to = edge;
    open = { from: segments.length > 0 ? edge : null, to: null, center, ucl, lcl, sigma };
    segments.push(open);
  });
  return segments;
}

/** Index of the value nearest to `x` in an ascending list; -1 in an empty one. */
export function nearestIndex(ascending: readonly number[], x: number): number {
  let low = 0;
  let high = ascending.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  const before = ascending[low - 1];
  return before !== undefined && x - before <= (ascending[low] ?? x) - x ? low - 1 : low;
}

/** Moves labels apart so that none overlaps, staying inside the frame and as near to their places as that allows. */
export function spreadLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  let floor = top;
  for (const label of order) {
    label.y = Math.max(label.y, floor);
    floor = label.y + gap;
  }
  let ceiling = bottom;
  for (const label of order.reverse()) {
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  const placed: number[] = [];
  for (const { y, index } of order) placed[index] = y;
  return placed;
}

/** The index that an arrow, Home or End key leads to, skipping points without a value. */
export function indexAfterKey(points: readonly ModelPoint[], index: number, key: string): number | null {
  const last = points.length - 1;
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: 1, End: -1, PageDown: 10, PageUp: -10 }[key];
  if (step === undefined || last < 0) return null;
  const jump = Math.abs(step) > 1;
  let next = key === 'Home' ? 0 : key === 'End' ? last : index < 0 ? last : index + step;
  if (jump) next = Math.max(0, Math.min(last, next));
  const direction = Math.sign(step);
  for (; next >= 0 && next <= last; next += direction) {
    const point = points[next];
    if (point && point.value !== null) return next;
  }
  return null;
}
