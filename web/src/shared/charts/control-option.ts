// A control scene as an ECharts option. Pure: no instance, no document; sizes come from ECharts while it renders.
import { formatClock, formatDay, formatDayTime, formatValue } from '@/shared/lib/format';
import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { CustomSeriesRenderItem, CustomSeriesRenderItemReturn } from 'echarts';
import type { ComposeOption } from 'echarts/core';
import type { GridComponentOption } from 'echarts/components';
import type { ControlScene, EdgeLabel, LineKind, ScenePoint } from './control-scene';
import type { Palette } from './palette';
import { type LimitSegment, spreadLabels } from './scale';

export type ChartOption = ComposeOption<
  LineSeriesOption | ScatterSeriesOption | CustomSeriesOption | GridComponentOption
>;
type Shape = Exclude<CustomSeriesRenderItemReturn, null | undefined>;

export const FONT = '"Inter Variable", system-ui, sans-serif';
export const MARGIN = { left: 62, right: 100, top: 12, bottomWithLabels: 26, bottomPlain: 8 };
const LABEL_GAP = 15;

interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Place = (x: number, y: number) => [number, number];

/** A series that draws once over the whole plot instead of once for each datum. */
const drawing = (
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

const asShape = (shape: object): Shape => shape as Shape;

export interface Band {
  from: number;
  to: number;
  zone: 'C' | 'B' | 'A' | 'beyond';
}

/**
 * Zones of one, two and three sigma on either side of the center. A lower limit that was cut off, at zero for a count, cuts
 * its zones off too instead of squeezing them.
 */
export function bandsOf({ center, ucl, lcl }: LimitSegment, domain: { min: number; max: number }): Band[] {
  const above = ucl === null ? null : (ucl - center) / 3;
  const below = lcl === null ? null : (center - lcl) / 3;
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
      band('A', edge(2), edge(3)),
      band('beyond', limit, sign > 0 ? Math.max(domain.max, limit) : Math.min(domain.min, limit)),
    ].filter(({ from, to }) => to > from);
  });
}

const horizontal = ({ from, to }: LimitSegment, { x, width }: Frame, place: Place): [number, number] => [
  from === null ? x : place(from, 0)[0],
  to === null ? x + width : place(to, 0)[0],
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

const lines = (scene: ControlScene, palette: Palette): CustomSeriesOption =>
  drawing('lines', 3, (frame, place) => {
    const { x, width } = frame;
    const across = (kind: LineKind, value: number | null, left: number, right: number): Shape[] => {
      if (value === null) return [];
      const y = place(0, value)[1];
      return [
        asShape({ type: 'line', shape: { x1: left, y1: y, x2: right, y2: y }, style: stroke(kind, palette) }),
      ];
    };
    return [
      ...scene.specLines.flatMap(({ kind, value }) => across(kind, value, x, x + width)),
      ...scene.segments.flatMap((segment) => {
        const [left, right] = horizontal(segment, frame, place);
        return [
          ...across('limit', segment.ucl, left, right),
          ...across('limit', segment.lcl, left, right),
          ...across('center', segment.center, left, right),
        ];
      }),
    ];
  });

const labelColor = (kind: LineKind, palette: Palette): string =>
  ({ center: palette.center, limit: palette.limit, spec: palette.spec, target: palette.spec })[kind];

const edgeText = ({ text, value }: EdgeLabel, { min, max }: { min: number; max: number }): string =>
  value > max ? `${text} ↑` : value < min ? `${text} ↓` : text;

/** Names and values of the lines in the right margin, moved apart where they would overlap. */
const labels = (scene: ControlScene, palette: Palette): CustomSeriesOption =>
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
  const outline = { color: palette.surface, borderWidth: 1.75 };
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
      return point.undersized
        ? {
            symbol: 'triangle',
            symbolSize: size + 4,
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

const timeLabel = (span: number): ((value: number) => string) => {
  if (span < 2 * 3_600_000) return (value) => formatClock(new Date(value));
  if (span < 5 * 86_400_000) return (value) => formatDayTime(new Date(value));
  return (value) => formatDay(new Date(value));
};

const xAxis = (scene: ControlScene, palette: Palette): ChartOption['xAxis'] => {
  const span = scene.xDomain.max - scene.xDomain.min;
  const byTime = timeLabel(span);
  return {
    type: 'value',
    ...scene.xDomain,
    splitNumber: 8,
    ...(scene.mode === 'index' ? { minInterval: 1 } : {}),
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.axis } },
    axisTick: { show: scene.showXLabels, lineStyle: { color: palette.axis } },
    splitLine: { show: false },
    axisLabel: {
      show: scene.showXLabels,
      color: palette.muted,
      fontSize: 11,
      fontFamily: FONT,
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: (value: number) => (scene.mode === 'time' ? byTime(value) : (scene.names[value] ?? '')),
    },
  };
};

const yAxis = (scene: ControlScene, palette: Palette): ChartOption['yAxis'] => ({
  type: 'value',
  ...scene.yDomain,
  axisLine: { show: true, onZero: false, lineStyle: { color: palette.axis } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: palette.grid } },
  axisLabel: {
    color: palette.muted,
    fontSize: 11,
    fontFamily: FONT,
    showMinLabel: false,
    showMaxLabel: false,
    formatter: (value: number) => formatValue(value, axisDecimals(scene)),
  },
});

/** As many decimals as the ticks need, at most those of the characteristic and one more. */
export function axisDecimals({ yDomain, decimals }: Pick<ControlScene, 'yDomain' | 'decimals'>): number {
  for (let digits = 0; digits <= decimals; digits += 1) {
    const scaled = yDomain.interval * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return digits;
  }
  return decimals + 1;
}

export function controlOption(scene: ControlScene, palette: Palette): ChartOption {
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: {
      left: MARGIN.left,
      right: MARGIN.right,
      top: MARGIN.top,
      bottom: scene.showXLabels ? MARGIN.bottomWithLabels : MARGIN.bottomPlain,
      outerBoundsMode: 'none',
    },
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
