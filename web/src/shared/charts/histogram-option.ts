// The histogram of single readings with the fitted curve and the specification, as an ECharts option and its axes. Pure.
import type { Histogram } from '@/shared/api/types';
import { formatCount, formatValue } from '@/shared/lib/format';
import type { Specification } from './chart-model';
import { type ChartOption, FONT } from './control-option';
import type { Palette } from './palette';
import type { PlotDomain } from './view';
import { axisDecimals } from './control-option';
import { niceStep, ticksOf } from './scale';

export interface HistogramScene {
  histogram: Histogram;
  specification: Specification;
  mean: number | null;
  decimals: number;
  texts: { lsl: string; target: string; usl: string; mean: string };
  /** Bin to be emphasized, for example the one that holds the point under the pointer. */
  highlighted: number | null;
}

const MAX_STRETCH = 1.5;

/** The axis reaches to the specification unless that would squeeze the bars into a small part of it. */
export function histogramDomain(
  { bins }: Histogram,
  specification: Specification,
): { min: number; max: number } {
  const low = bins[0]?.from ?? 0;
  const high = bins.at(-1)?.to ?? 1;
  const reach = (high - low) * MAX_STRETCH;
  const near = [specification.lsl, specification.usl, specification.target].filter(
    (line): line is number => line !== null && line > low - reach && line < high + reach,
  );
  const min = Math.min(low, ...near);
  const max = Math.max(high, ...near);
  const pad = (max - min) * 0.05;
  return { min: min - pad, max: max + pad };
}

/** Index of the bin that holds a value; the last bin includes its upper edge. */
export function binOf({ bins }: Histogram, value: number | null): number | null {
  if (value === null) return null;
  const index = bins.findIndex(({ from, to }) => value >= from && value < to);
  if (index >= 0) return index;
  return bins.at(-1)?.to === value ? bins.length - 1 : null;
}

const isOutside = (from: number, to: number, { lsl, usl }: Specification): boolean =>
  (lsl !== null && from < lsl && (from + to) / 2 < lsl) || (usl !== null && (from + to) / 2 > usl);

/** The name of the mean is left out where it would run into that of a specification line. */
const isCrowded = (mean: number | null, specification: Specification, span: number): boolean =>
  mean !== null &&
  Object.values(specification).some(
    (line: number | null) => line !== null && Math.abs(line - mean) < span * 0.2,
  );

const FONT_SIZE = 11;
/** At most so much of the size of the font is the width of a digit; commas and points are narrower. */
const DIGIT_WIDTH = 0.62;
const LABEL_GAP = 10;

const widest = (labels: readonly string[]): number =>
  Math.ceil(Math.max(0, ...labels.map(({ length }) => length)) * FONT_SIZE * DIGIT_WIDTH);

/** Room beside the bars for the counts, and for half of a label of the horizontal axis that stands at its end. */
function sideMargins(counts: readonly string[], values: readonly string[]): { left: number; right: number } {
  const half = Math.ceil(widest(values) / 2);
  return { left: Math.max(34, widest(counts) + LABEL_GAP, half), right: Math.max(14, half) };
}

export function histogramDrawing(
  scene: HistogramScene,
  palette: Palette,
): { option: ChartOption; domain: PlotDomain } {
  const { histogram, specification, mean, decimals, texts, highlighted } = scene;
  const { min, max } = histogramDomain(histogram, specification);
  const xDomain = { min, max, interval: niceStep((max - min) / 6) };
  const xTicks = ticksOf(xDomain);
  const digits = axisDecimals({ yDomain: xDomain, decimals });
  const tallest = Math.max(
    1,
    ...histogram.bins.map(({ count }) => count),
    ...histogram.curve.map(({ y }) => y),
  );
  const verticals = [
    { value: specification.lsl, text: texts.lsl, color: palette.spec, dash: [10, 3, 2, 3] },
    { value: specification.target, text: texts.target, color: palette.spec, dash: [2, 3] },
    { value: specification.usl, text: texts.usl, color: palette.spec, dash: [10, 3, 2, 3] },
    {
      value: mean,
      text: isCrowded(mean, specification, max - min) ? '' : texts.mean,
      color: palette.center,
      dash: [],
    },
  ].filter((line) => line.value !== null && line.value >= min && line.value <= max);

  const yMax = tallest * 1.08;
  const yInterval = Math.ceil(niceStep(tallest / 3));
  const yTicks = ticksOf({ min: 0, max: yMax, interval: yInterval });
  const valueText = (value: number) => formatValue(value, digits);
  const option: ChartOption = {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: {
      ...sideMargins(yTicks.map(formatCount), xTicks.map(valueText)),
      top: 22,
      bottom: 24,
      outerBoundsMode: 'none',
    },
    xAxis: {
      type: 'value',
      min,
      max,
      axisLine: { show: true, onZero: false, lineStyle: { color: palette.axis } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        color: palette.muted,
        fontSize: FONT_SIZE,
        fontFamily: FONT,
        hideOverlap: true,
        customValues: xTicks,
        formatter: valueText,
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: yMax,
      interval: yInterval,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: palette.grid } },
      axisLabel: {
        color: palette.muted,
        fontSize: FONT_SIZE,
        fontFamily: FONT,
        showMaxLabel: false,
        formatter: formatCount,
      },
    },
    series: [
      {
        type: 'custom',
        name: 'bins',
        silent: true,
        animation: false,
        data: histogram.bins.map(({ from, to, count }) => [from, to, count]),
        renderItem: (params, api) => {
          const [left, top] = api.coord([api.value(0), api.value(2)]) as [number, number];
          const [right, bottom] = api.coord([api.value(1), 0]) as [number, number];
          const bin = histogram.bins[params.dataIndex];
          const outside = bin !== undefined && isOutside(bin.from, bin.to, specification);
          const fill = outside ? palette.alarm : palette.bar;
          return {
            type: 'rect',
            shape: { x: left + 0.5, y: top, width: Math.max(right - left - 1, 1), height: bottom - top },
            style: {
              fill: params.dataIndex === highlighted ? palette.accent : fill,
              opacity: outside ? 0.75 : 0.9,
            },
          };
        },
      },
      {
        type: 'line',
        name: 'curve',
        silent: true,
        animation: false,
        symbol: 'none',
        smooth: true,
        z: 4,
        lineStyle: { color: palette.curve, width: 1.5 },
        data: histogram.curve.map(({ x, y }) => [x, y]),
      },
      {
        type: 'custom',
        name: 'verticals',
        silent: true,
        animation: false,
        z: 5,
        data: verticals.map(({ value }) => [value, 0]),
        renderItem: (params, api) => {
          const line = verticals[params.dataIndex];
          const frame = params.coordSys as unknown as { y: number; height: number };
          const x = (api.coord([line?.value ?? 0, 0]) as [number, number])[0];
          return {
            type: 'group',
            children: [
              {
                type: 'line',
                shape: { x1: x, y1: frame.y, x2: x, y2: frame.y + frame.height },
                style: { stroke: line?.color ?? '', lineWidth: 1.25, lineDash: line?.dash ?? [] },
              },
              {
                type: 'text',
                style: {
                  text: line?.text ?? '',
                  x,
                  y: frame.y - 3,
                  fill: line?.color ?? '',
                  font: `600 10.5px ${FONT}`,
                  align: 'center',
                  verticalAlign: 'bottom',
                },
              },
            ],
          };
        },
      },
    ],
  };
  return { option, domain: { x: { min, max }, y: { min: 0, max: yMax } } };
}
