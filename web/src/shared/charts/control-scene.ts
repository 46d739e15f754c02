// What a control chart draws, independent of the chart library: positions, lines, marks and their texts. Pure; turned into
// an ECharts option by control-option.ts.
import { decimalsApart, formatValue } from '@/shared/lib/format';
import type { Stage } from '@/shared/api/types';
import {
  type ModelPoint,
  type ModelSeries,
  type PointStatus,
  type Specification,
  stageBorders,
} from './chart-model';
import { dispersionDomain, type Domain, type LimitSegment, limitSegments, locationDomain } from './scale';

export type XAxisMode = 'index' | 'time';

export type LineKind = 'center' | 'limit' | 'spec' | 'target';

/** A line's text in the right margin. */
export interface EdgeLabel {
  kind: LineKind;
  text: string;
  value: number;
}

export interface SpecLine {
  kind: 'spec' | 'target';
  value: number;
}

export interface ScenePoint {
  x: number;
  y: number;
  status: PointStatus;
  undersized: boolean;
  uncertain: boolean;
  /** Lowest rule and how many more, for example "1" or "2 +1"; empty without a violation. */
  badge: string;
  badgeAbove: boolean;
}

export interface ControlScene {
  mode: XAxisMode;
  xs: number[];
  /** Sample names for the ticks of an index axis. */
  names: string[];
  xDomain: { min: number; max: number };
  yDomain: Domain;
  decimals: number;
  segments: LimitSegment[];
  showZones: boolean;
  specLines: SpecLine[];
  labels: EdgeLabel[];
  points: (ScenePoint | null)[];
  /** Runs of neighbouring indices that belong to an open pattern. */
  patternRuns: number[][];
  showXLabels: boolean;
  /** Where a stage begins, half way between two points. */
  borders: StageBorder[];
}

export interface StageBorder {
  x: number;
  stage: Stage;
}

export interface LabelTexts {
  center: string;
  ucl: string;
  lcl: string;
  usl: string;
  lsl: string;
  target: string;
}

export interface SceneInput {
  series: ModelSeries;
  mode: XAxisMode;
  decimals: number;
  texts: LabelTexts;
  showXLabels: boolean;
  stages: readonly Stage[];
}

export interface LocationSceneInput extends SceneInput {
  /** Null hides the specification lines. */
  specification: Specification | null;
  /** Counts and proportions are never negative. */
  isCount: boolean;
}

export const xPositions = (points: readonly ModelPoint[], mode: XAxisMode): number[] =>
  points.map(({ time }, index) => (mode === 'time' ? time : index));

const xDomain = (xs: readonly number[], mode: XAxisMode): { min: number; max: number } => {
  const first = xs[0] ?? 0;
  const last = xs.at(-1) ?? 1;
  if (mode === 'index') return { min: first - 0.75, max: Math.max(last, first + 1) + 0.75 };
  const pad = (last - first) * 0.015 || 60_000;
  return { min: first - pad, max: last + pad };
};

export function badgeText(rules: readonly number[]): string {
  const [first, ...more] = rules;
  if (first === undefined) return '';
  return more.length > 0 ? `${first} +${more.length}` : String(first);
}

/** Below this share of the axis there is no room for a badge under the point. */
const BADGE_ROOM = 0.1;

const isBadgeAbove = (value: number, center: number | null, { min, max }: Domain): boolean =>
  center === null || value >= center || value - min < BADGE_ROOM * (max - min);

const scenePoint = (point: ModelPoint, x: number, yDomain: Domain): ScenePoint | null =>
  point.value === null
    ? null
    : {
        x,
        y: point.value,
        status: point.status,
        undersized: point.undersized,
        uncertain: point.uncertain,
        badge: point.status === 'open' || point.status === 'answered' ? badgeText(point.rules) : '',
        badgeAbove: isBadgeAbove(point.value, point.center, yDomain),
      };

/** Neighbouring members of a set of indices, as runs. */
export function runsOf(indices: ReadonlySet<number>): number[][] {
  const runs: number[][] = [];
  for (const index of [...indices].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.at(-1) === index - 1) run.push(index);
    else runs.push([index]);
  }
  return runs.filter((run) => run.length > 1);
}

const limitLabels = (segments: readonly LimitSegment[], texts: LabelTexts, decimals: number): EdgeLabel[] => {
  const last = segments.at(-1);
  if (!last) return [];
  const digits = decimalsApart([last.ucl, last.center, last.lcl], decimals);
  const label = (kind: LineKind, name: string, value: number | null): EdgeLabel[] =>
    value === null ? [] : [{ kind, value, text: `${name} ${formatValue(value, digits)}` }];
  return [
    ...label('limit', texts.ucl, last.ucl),
    ...label('center', texts.center, last.center),
    ...label('limit', texts.lcl, last.lcl),
  ];
};

const baseScene = (
  { series, mode, decimals, texts, showXLabels, stages }: SceneInput,
  yDomain: Domain,
): ControlScene => {
  const xs = xPositions(series.points, mode);
  const segments = limitSegments(series.points, xs);
  return {
    mode,
    xs,
    names: series.points.map(({ name }) => name),
    xDomain: xDomain(xs, mode),
    yDomain,
    decimals,
    segments,
    showZones: true,
    specLines: [],
    labels: limitLabels(segments, texts, decimals),
    points: series.points.map((point, index) => scenePoint(point, xs[index] ?? 0, yDomain)),
    patternRuns: runsOf(series.patterns),
    showXLabels,
    borders: stageBorders(series.points, stages).map(({ index, stage }) => ({
      x: ((xs[index - 1] ?? 0) + (xs[index] ?? 0)) / 2,
      stage,
    })),
  };
};

export function locationScene(input: LocationSceneInput): ControlScene {
  const { specification, texts, decimals, series } = input;
  const scene = baseScene(input, locationDomain(series.points, specification, input.isCount ? 0 : -Infinity));
  if (!specification) return scene;
  const line = (kind: 'spec' | 'target', name: string, value: number | null) =>
    value === null ? [] : [{ kind, value, text: `${name} ${formatValue(value, decimals)}` }];
  const lines = [
    ...line('spec', texts.usl, specification.usl),
    ...line('target', texts.target, specification.target),
    ...line('spec', texts.lsl, specification.lsl),
  ];
  return { ...scene, specLines: lines, labels: [...scene.labels, ...lines] };
}

export function dispersionScene(input: SceneInput): ControlScene {
  return { ...baseScene(input, dispersionDomain(input.series.points)), showZones: false };
}
