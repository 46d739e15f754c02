// A control scene as an ECharts option. Pure: no instance, no document; sizes come from ECharts while it renders.
import { formatClock, formatDay, formatDayTime, formatValue } from '@/shared/lib/format';
import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { CustomSeriesRenderItem, CustomSeriesRenderItemReturn } from 'echarts';
import type { ComposeOption } from 'echarts/core';
import type { GridComponentOption } from 'echarts/components';
import type { ControlScene, EdgeLabel, LineKind, ScenePoint } from './control-scene';
import type { Palette } from './palette';
import { type LimitSegment, spreadLabels, ticksOf, timeTicks } from './scale';

export type ChartOption = ComposeOption<
  LineSeriesOption | ScatterSeriesOption | CustomSeriesOption | GridComponentOption
>;
type Shape = Exclude<CustomSeriesRenderItemReturn, null | undefined>;

export const FONT = '"Inter Variable", system-ui, sans-serif';
export const MARGIN = { left: 62, right: 100, top: 18, bottomWithLabels: 26, bottomPlain: 14 };
const LABEL_GAP = 15;

interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Place = (x: number, y: number) => [number, number];

/** A series that draws once over the whole plot instead of once for each datum. */
export const drawing = (
  name: string,
  z: number,
  shapes: (frame: Frame, place: Place) => Shape[],
  clip = true,
): CustomSeriesOption => {
  const renderItem: CustomSeriesRenderItem = (params, api) => {
    const place: Place = (x, y) => api.coord([x, y]) as [number, number];
    return {
      type: 'group',
      children: shapes(params.coordSys as unknown as Frame, place),
    } as unknown as Shape;
  };
  return { type: 'custom', name, z, clip, silent: true, animation: false, data: [[0, 0]], renderItem };
};

export const asShape = (shape: object): Shape => shape as Shape;

export interface Band {
  from: number;
  to: number;
  zone: 'C' | 'B' | 'A' | 'beyond';
}

/**
 * Zones of one, two and three sigma on either side of the center. A lower limit that was cut off, at zero for a count, cuts
 * its zones off too instead of squeezing them.
 */
export function bandsOf(
  { center, ucl, lcl, sigma: own }: LimitSegment,
  domain: { min: number; max: number },
): Band[] {
  const above = ucl === null ? null : (own ?? (ucl - center) / 3);
  const below = lcl === null ? null : (own ?? (center - lcl) / 3);
  const lower = above !== null && below !== null && below < above ? above : below;
  const sides: [number | null, number, number | null][] = [
    [above, 1, ucl],
    [lower, -1, lcl],
  ];
  return sides.flatMap(([sigma, sign, limit]) => {
    if (sigma === null || limit === null || sigma <= 0) return [];
    const cut = (value: number) => (sign > 0 ? Math.min(value, limit) : Math.max(value, limit));
    const band = (zone: Band['zone'], a: number, b: number): Band => ({
      zone,
      from: Math.min(a, b),
      to: Math.max(a, b),
    });
    const edge = (k: number) => cut(center + sign * k * sigma);
    return [
      band('C', center, edge(1)),
      band('B', edge(1), edge(2)),
      band('A', edge(2), limit),
      band('beyond', limit, sign > 0 ? Math.max(domain.max, limit) : Math.min(domain.min, limit)),
    ].filter(({ from, to }) => to > from);
  });
}

const horizontal = ({ from, to }: LimitSegment, { x, width }: Frame, place: Place): [number, number] => [
  // Whole pixels, so that neighbouring bands neither overlap nor leave a gap.
  from === null ? x : Math.round(place(from, 0)[0]),
  to === null ? x + width : Math.round(place(to, 0)[0]),
];

const bands = (scene: ControlScene, palette: Palette): CustomSeriesOption => {
  const fill = { C: palette.zoneC, B: palette.zoneB, A: palette.zoneA, beyond: palette.beyond };
  return drawing('zones', 1, (frame, place) =>
    scene.segments.flatMap((segment) => {
      const [left, right] = horizontal(segment, frame, place);
      return bandsOf(segment, scene.yDomain).map(({ from, to, zone }) => {
        const top = place(0, to)[1];
        const shape = { x: left, y: top, width: right - left, height: place(0, from)[1] - top };
        return asShape({ type: 'rect', shape, style: { fill: fill[zone] } });
      });
    }),
  );
};

const stroke = (kind: LineKind, palette: Palette): object =>
  ({
    center: { stroke: palette.center, lineWidth: 1.5 },
    limit: { stroke: palette.limit, lineWidth: 1.25, lineDash: [6, 4] },
    spec: { stroke: palette.spec, lineWidth: 1.5, lineDash: [10, 3, 2, 3] },
    target: { stroke: palette.spec, lineWidth: 1, lineDash: [2, 3] },
  })[kind];

/** One limit over all segments as a staircase; it breaks where a segment has no such limit. */
const staircases = (
  segments: readonly LimitSegment[],
  valueOf: (segment: LimitSegment) => number | null,
  frame: Frame,
  place: Place,
): [number, number][][] => {
  const stairs: [number, number][][] = [];
  let open: [number, number][] | null = null;
  for (const segment of segments) {
    const value = valueOf(segment);
    if (value === null) {
      open = null;
      continue;
    }
    if (!open) stairs.push((open = []));
    const [left, right] = horizontal(segment, frame, place);
    const y = place(0, value)[1];
    open.push([left, y], [right, y]);
  }
  return stairs;
};

export const lines = (
  scene: Pick<ControlScene, 'segments' | 'specLines'>,
  palette: Palette,
): CustomSeriesOption =>
  drawing('lines', 3, (frame, place) => {
    const { x, width } = frame;
    const polyline = (kind: LineKind, points: [number, number][]): Shape =>
      asShape({ type: 'polyline', shape: { points }, style: { fill: 'none', ...stroke(kind, palette) } });
    const limit = (kind: LineKind, valueOf: (segment: LimitSegment) => number | null): Shape[] =>
      staircases(scene.segments, valueOf, frame, place).map((points) => polyline(kind, points));
    return [
      ...scene.specLines.map(({ kind, value }) => {
        const y = place(0, value)[1];
        return polyline(kind, [
          [x, y],
          [x + width, y],
        ]);
      }),
      ...limit('limit', ({ ucl }) => ucl),
      ...limit('limit', ({ lcl }) => lcl),
      ...limit('center', ({ center }) => center),
    ];
  });

const labelColor = (kind: LineKind, palette: Palette): string =>
  ({ center: palette.center, limit: palette.limit, spec: palette.spec, target: palette.spec })[kind];

const edgeText = ({ text, value }: EdgeLabel, { min, max }: { min: number; max: number }): string =>
  value > max ? `${text} ↑` : value < min ? `${text} ↓` : text;

/** Names and values of the lines in the right margin, moved apart where they would overlap. */
export const labels = (
  scene: Pick<ControlScene, 'labels' | 'yDomain'>,
  palette: Palette,
): CustomSeriesOption =>
  drawing(
    'labels',
    5,
    (frame, place) => {
      const top = frame.y + 4;
      const bottom = frame.y + frame.height - 4;
      const right = frame.x + frame.width;
      const wanted = scene.labels.map(({ value }) => Math.min(Math.max(place(0, value)[1], top), bottom));
      const placed = spreadLabels(wanted, LABEL_GAP, top, bottom);
      return scene.labels.flatMap((label, index) => {
        const fill = labelColor(label.kind, palette);
        const y = placed[index] ?? top;
        const from = wanted[index] ?? y;
        return [
          asShape({
            type: 'polyline',
            shape: {
              points: [
                [right, from],
                [right + 7, y],
              ],
            },
            style: { stroke: fill, lineWidth: 1, fill: 'none', opacity: 0.7 },
          }),
          asShape({
            type: 'text',
            style: {
              text: edgeText(label, scene.yDomain),
              x: right + 10,
              y,
              fill,
              font: `600 11px ${FONT}`,
              verticalAlign: 'middle',
            },
          }),
        ];
      });
    },
    false,
  );

const DENSE = 220;
/** How ECharts spells a missing value; the line goes on to the next point. */
const NOT_JOINED = '-';

const joined = (scene: ControlScene, palette: Palette): LineSeriesOption => ({
  type: 'line',
  name: 'values',
  z: 6,
  silent: true,
  animation: false,
  symbol: 'none',
  connectNulls: true,
  lineStyle: { color: palette.line, width: scene.points.length > DENSE ? 1.1 : 1.5 },
  data: scene.points.map((point, index) =>
    point && point.status !== 'excluded' ? [point.x, point.y] : [scene.xs[index] ?? 0, NOT_JOINED],
  ),
});

/** A soft stroke under the points that make up an open pattern, so that a shift or a trend is seen as one thing. */
const patterns = (scene: ControlScene, palette: Palette): LineSeriesOption[] =>
  scene.patternRuns.map((run) => ({
    type: 'line',
    z: 4,
    silent: true,
    animation: false,
    symbol: 'none',
    lineStyle: { color: palette.alarm, width: 9, opacity: 0.2, cap: 'round', join: 'round' },
    data: run.flatMap((index) => {
      const point = scene.points[index];
      return point ? [[point.x, point.y]] : [];
    }),
  }));

const pointSize = (count: number): number => (count > DENSE ? 3.5 : count > 110 ? 5 : 6.5);

const mark = (point: ScenePoint, size: number, palette: Palette): object => {
  const outline = { opacity: 1, color: palette.surface, borderWidth: 1.75 };
  switch (point.status) {
    case 'open':
      return {
        symbol: 'diamond',
        symbolSize: size + 6,
        itemStyle: { color: palette.alarm, borderColor: palette.surface, borderWidth: 1 },
      };
    case 'answered':
      return {
        symbol: 'diamond',
        symbolSize: size + 5,
        itemStyle: { ...outline, borderColor: palette.alarm },
      };
    case 'excluded':
      return {
        symbol: 'circle',
        symbolSize: size,
        itemStyle: { ...outline, borderColor: palette.excluded, borderType: 'dashed' },
      };
    case 'normal':
      return point.undersized || point.uncertain
        ? {
            symbol: point.undersized ? 'triangle' : 'circle',
            symbolSize: size + (point.undersized ? 4 : 2),
            itemStyle: { ...outline, borderColor: palette.caution },
          }
        : {
            symbol: 'circle',
            symbolSize: size,
            itemStyle: { color: palette.point, borderColor: palette.surface, borderWidth: 1 },
          };
  }
};

const badge = (point: ScenePoint, palette: Palette): object =>
  point.badge === ''
    ? { show: false }
    : {
        show: true,
        formatter: point.badge,
        position: point.badgeAbove ? 'top' : 'bottom',
        distance: 5,
        color: point.status === 'open' ? palette.surface : palette.alarm,
        backgroundColor: point.status === 'open' ? palette.alarm : palette.surface,
        borderColor: palette.alarm,
        borderWidth: 1,
        borderRadius: 4,
        padding: [1.5, 4],
        fontSize: 10,
        fontWeight: 700,
        fontFamily: FONT,
      };

const marks = (scene: ControlScene, palette: Palette): ScatterSeriesOption => {
  const size = pointSize(scene.points.length);
  return {
    type: 'scatter',
    itemStyle: { opacity: 1 },
    name: 'points',
    z: 8,
    silent: true,
    animation: false,
    labelLayout: { hideOverlap: true },
    data: scene.points.flatMap((point) =>
      point
        ? [{ value: [point.x, point.y], ...mark(point, size, palette), label: badge(point, palette) }]
        : [],
    ),
  };
};

/** Ticks a day or more apart need no hour. */
const timeLabel = (step: number): ((time: Date) => string) => {
  if (step >= 86_400_000) return formatDay;
  return step >= 3_600_000 ? formatDayTime : formatClock;
};

const TIME_TICKS = 8;

const timeAxis = ({ min, max }: { min: number; max: number }) => {
  const offset = -new Date(max).getTimezoneOffset() * 60_000;
  const ticks = timeTicks(min, max, TIME_TICKS, offset);
  const format = timeLabel((ticks[1] ?? max) - (ticks[0] ?? min));
  return { ticks: { customValues: ticks }, axis: {}, format: (value: number) => format(new Date(value)) };
};

const indexAxis = (names: readonly string[]) => ({
  ticks: {},
  axis: { splitNumber: 8, minInterval: 1 },
  format: (value: number) => names[value] ?? '',
});

export const xAxis = (
  scene: Pick<ControlScene, 'mode' | 'xDomain' | 'names' | 'showXLabels'>,
  palette: Palette,
): ChartOption['xAxis'] => {
  const { axis, ticks, format } = scene.mode === 'time' ? timeAxis(scene.xDomain) : indexAxis(scene.names);
  return {
    type: 'value',
    ...scene.xDomain,
    ...axis,
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.axis } },
    axisTick: { show: scene.showXLabels, lineStyle: { color: palette.axis }, ...ticks },
    splitLine: { show: false },
    axisLabel: {
      show: scene.showXLabels,
      color: palette.muted,
      fontSize: 11,
      fontFamily: FONT,
      hideOverlap: true,
      showMinLabel: scene.mode === 'time',
      showMaxLabel: scene.mode === 'time',
      formatter: format,
      ...ticks,
    },
  };
};

export const yAxis = (
  scene: Pick<ControlScene, 'yDomain' | 'decimals'>,
  palette: Palette,
): ChartOption['yAxis'] => {
  const ticks = ticksOf(scene.yDomain);
  const digits = axisDecimals(scene);
  return {
    type: 'value',
    ...scene.yDomain,
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.axis } },
    axisTick: { show: false, customValues: ticks },
    splitLine: { lineStyle: { color: palette.grid } },
    axisLabel: {
      color: palette.muted,
      fontSize: 11,
      fontFamily: FONT,
      customValues: ticks,
      formatter: (value: number) => formatValue(value, digits),
    },
  };
};

/** As many decimals as the ticks need, at most those of the characteristic and one more. */
export function axisDecimals({ yDomain, decimals }: Pick<ControlScene, 'yDomain' | 'decimals'>): number {
  for (let digits = 0; digits <= decimals; digits += 1) {
    const scaled = yDomain.interval * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return digits;
  }
  return decimals + 1;
}

/** The paper of every chart of points: nothing moves by itself, and the plot keeps its place. */
export const paper = (showXLabels: boolean): ChartOption => ({
  animation: false,
  textStyle: { fontFamily: FONT },
  grid: {
    left: MARGIN.left,
    right: MARGIN.right,
    top: MARGIN.top,
    bottom: showXLabels ? MARGIN.bottomWithLabels : MARGIN.bottomPlain,
    outerBoundsMode: 'none',
  },
});

export function controlOption(scene: ControlScene, palette: Palette): ChartOption {
  return {
    ...paper(scene.showXLabels),
    xAxis: xAxis(scene, palette) ?? {},
    yAxis: yAxis(scene, palette) ?? {},
    series: [
      ...(scene.showZones ? [bands(scene, palette)] : []),
      lines(scene, palette),
      ...patterns(scene, palette),
      joined(scene, palette),
      marks(scene, palette),
      labels(scene, palette),
    ],
  };
}
