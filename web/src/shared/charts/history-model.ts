// A long history as its chart shows it: stretches of neighbouring samples, each with mean, extremes and signals, and the
// lines of its stage. Pure; read from chart-overview once and then drawn, tabulated and read aloud.
import type { ChartOverview, OverviewPoint, Stage } from '@/shared/api/types';
import { parseTime } from '@/shared/lib/format';
import type { Limits, Specification } from './chart-model';
import type { LabelTexts, XAxisMode } from './control-scene';
import { type EdgeLabel } from './control-scene';
import { decimalsApart, formatValue } from '@/shared/lib/format';
import { type Domain, domainOf, type LimitSegment } from './scale';

export interface Stretch extends Limits {
  /** Its place in the history. */
  id: number;
  from: number;
  to: number;
  samples: number;
  excluded: number;
  mean: number | null;
  min: number | null;
  max: number | null;
  minAt: number | null;
  maxAt: number | null;
  signals: number;
  critical: number;
  open: number;
}

export interface HistoryModel {
  name: string;
  decimals: number;
  statistic: ChartOverview['statistic'];
  samples: number;
  excluded: number;
  signals: number;
  isComplete: boolean;
  stretches: Stretch[];
  specification: Specification;
}

const timeOf = (text: string): number => parseTime(text).getTime();
const timeOrNull = (text: string | null): number | null => (text === null ? null : timeOf(text));

const stageAt = (stages: readonly Stage[], time: number): Stage | undefined =>
  stages.findLast(({ starts_at }) => starts_at === null || timeOf(starts_at) <= time) ?? stages[0];

const stretchOf = (point: OverviewPoint, id: number, stages: readonly Stage[]): Stretch => {
  const to = timeOf(point.last);
  const stage = stageAt(stages, to);
  return {
    id,
    from: timeOf(point.first),
    to,
    samples: point.samples,
    excluded: point.excluded,
    mean: point.mean,
    min: point.min,
    max: point.max,
    minAt: timeOrNull(point.min_at),
    maxAt: timeOrNull(point.max_at),
    signals: point.signals,
    critical: point.critical_signals,
    open: point.unacknowledged_signals,
    center: stage?.center_line ?? null,
    ucl: stage?.ucl ?? null,
    lcl: stage?.lcl ?? null,
  };
};

export function toHistoryModel(overview: ChartOverview): HistoryModel {
  const { usl, lsl, target } = overview.spec_limits;
  return {
    name: overview.characteristic_name,
    decimals: overview.decimal_precision,
    statistic: overview.statistic,
    samples: overview.samples,
    excluded: overview.excluded,
    signals: overview.signals,
    isComplete: overview.is_complete,
    stretches: overview.points.map((point, index) => stretchOf(point, index, overview.stages)),
    specification: { lsl, target, usl },
  };
}

/** What is drawn, independent of the chart library. */
export interface HistoryScene {
  mode: XAxisMode;
  stretches: readonly Stretch[];
  /** Left and right edge of each stretch. */
  edges: [number, number][];
  xDomain: { min: number; max: number };
  yDomain: Domain;
  decimals: number;
  segments: LimitSegment[];
  specLines: { kind: 'spec' | 'target'; value: number }[];
  labels: EdgeLabel[];
  /** Days of the stretches for the ticks of an index axis. */
  names: string[];
}

export interface HistorySceneInput {
  model: HistoryModel;
  mode: XAxisMode;
  texts: LabelTexts;
  showSpec: boolean;
  nameOf: (stretch: Stretch) => string;
}

const edgesOf = (stretches: readonly Stretch[], mode: XAxisMode): [number, number][] =>
  stretches.map(({ from, to }, index) => (mode === 'time' ? [from, to] : [index, index + 1]));

/** Stepped limits; they change where a stretch begins. */
const segmentsOf = (stretches: readonly Stretch[], edges: readonly [number, number][]): LimitSegment[] => {
  const segments: LimitSegment[] = [];
  let open: LimitSegment | null = null;
  stretches.forEach(({ center, ucl, lcl }, index) => {
    const left = edges[index]?.[0] ?? 0;
    if (open?.center === center && open.ucl === ucl && open.lcl === lcl) return;
    if (open) open.to = left;
    open =
      center === null
        ? null
        : { from: segments.length > 0 ? left : null, to: null, center, ucl, lcl, sigma: null };
    if (open) segments.push(open);
  });
  return segments;
};

export function historyScene({ model, mode, texts, showSpec, nameOf }: HistorySceneInput): HistoryScene {
  const { stretches, decimals, specification } = model;
  const edges = edgesOf(stretches, mode);
  const segments = segmentsOf(stretches, edges);
  const first = edges[0]?.[0] ?? 0;
  const last = edges.at(-1)?.[1] ?? 1;
  const pad = mode === 'time' ? (last - first) * 0.015 || 60_000 : 0.75;
  const newest = segments.at(-1);
  const digits = newest ? decimalsApart([newest.ucl, newest.center, newest.lcl], decimals) : decimals;
  const label = (
    kind: EdgeLabel['kind'],
    name: string,
    value: number | null | undefined,
    places: number,
  ): EdgeLabel[] =>
    value === null || value === undefined
      ? []
      : [{ kind, value, text: `${name} ${formatValue(value, places)}` }];
  const specLabels = showSpec
    ? [
        ...label('spec', texts.usl, specification.usl, decimals),
        ...label('target', texts.target, specification.target, decimals),
        ...label('spec', texts.lsl, specification.lsl, decimals),
      ]
    : [];
  return {
    mode,
    stretches,
    edges,
    xDomain: { min: first - pad, max: last + pad },
    // Never clipped: an extreme is what one looks for here.
    yDomain: domainOf([
      ...stretches.flatMap(({ min, max }) => [min, max]),
      ...segments.flatMap(({ center, ucl, lcl }) => [center, ucl, lcl]),
    ]),
    decimals,
    segments,
    specLines: specLabels.map(({ kind, value }) => ({ kind: kind === 'target' ? 'target' : 'spec', value })),
    labels: [
      ...label('limit', texts.ucl, newest?.ucl, digits),
      ...label('center', texts.center, newest?.center, digits),
      ...label('limit', texts.lcl, newest?.lcl, digits),
      ...specLabels,
    ],
    names: stretches.map(nameOf),
  };
}

/** The stretch at a position of the horizontal axis: the one that it is in, else the nearest. */
export function stretchAt({ edges }: Pick<HistoryScene, 'edges'>, x: number): number {
  let nearest = -1;
  let distance = Infinity;
  edges.forEach(([left, right], index) => {
    const away = x < left ? left - x : x > right ? x - right : 0;
    if (away >= distance) return;
    nearest = index;
    distance = away;
  });
  return nearest;
}

/** The stretch that a key leads to. */
export function stretchAfterKey(stretches: readonly Stretch[], index: number, key: string): number | null {
  const last = stretches.length - 1;
  if (last < 0) return null;
  const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 10, PageUp: -10 }[key];
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (step === undefined) return null;
  return index < 0 ? last : Math.max(0, Math.min(last, index + step));
}

/** A closer look shows at least about so many samples, so that a short stretch is seen among its neighbours. */
const CLOSE = 100;

const sizeOf = ({ samples, excluded }: Stretch): number => samples + excluded;

/** A closer look at one stretch, as a range of time that holds all of its samples. */
export function closerLook(stretches: readonly Stretch[], { id }: Stretch) {
  let first = id;
  let last = id;
  const sum = () => stretches.slice(first, last + 1).reduce((total, stretch) => total + sizeOf(stretch), 0);
  while (sum() < CLOSE && (first > 0 || last < stretches.length - 1)) {
    first = Math.max(0, first - 1);
    last = Math.min(stretches.length - 1, last + 1);
  }
  return {
    kind: 'between' as const,
    from: new Date(stretches[first]?.from ?? 0).toISOString(),
    // Times of samples are finer than those of a browser.
    to: new Date((stretches[last]?.to ?? 0) + 1).toISOString(),
  };
}
