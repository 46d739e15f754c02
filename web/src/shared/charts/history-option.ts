// A long history as an ECharts option: from the smallest to the largest value of each stretch as one column, their means as a
// line through it, a mark above where there are signals. Pure.
import { asShape, type ChartOption, drawing, labels, lines, paper, xAxis, yAxis } from './control-option';
import type { HistoryScene } from './history-model';
import type { Palette } from './palette';

/** However short a stretch is or how alike its values, it is seen. */
const LEAST_WIDTH = 1;
const LEAST_HEIGHT = 1.5;
const MARK = 3.5;

const envelope = (scene: HistoryScene, palette: Palette) =>
  drawing('envelope', 4, (_, place) =>
    scene.stretches.flatMap(({ min, max }, index) => {
      const [left, right] = scene.edges[index] ?? [0, 0];
      if (min === null || max === null) return [];
      const [x, top] = place(left, max);
      const width = Math.max(place(right, max)[0] - x, LEAST_WIDTH);
      const height = Math.max(place(left, min)[1] - top, LEAST_HEIGHT);
      return [
        asShape({
          type: 'rect',
          shape: { x, y: top, width, height },
          style: { fill: palette.point, opacity: 0.35 },
        }),
      ];
    }),
  );

const means = (scene: HistoryScene, palette: Palette) =>
  drawing('means', 6, (_, place) => {
    const points = scene.stretches.flatMap(({ mean }, index) => {
      const [left, right] = scene.edges[index] ?? [0, 0];
      return mean === null ? [] : [place((left + right) / 2, mean)];
    });
    return [
      asShape({
        type: 'polyline',
        shape: { points },
        style: { fill: 'none', stroke: palette.line, lineWidth: 1.5 },
      }),
    ];
  });

/** Full where something waits for an acknowledgement, else an outline, as on a chart of single samples. */
const signals = (scene: HistoryScene, palette: Palette) =>
  drawing(
    'signals',
    8,
    ({ y }, place) =>
      scene.stretches.flatMap((stretch, index) => {
        if (stretch.signals === 0) return [];
        const [left, right] = scene.edges[index] ?? [0, 0];
        const x = place((left + right) / 2, 0)[0];
        const middle = y - MARK - 2;
        return [
          asShape({
            type: 'polygon',
            shape: {
              points: [
                [x, middle - MARK],
                [x + MARK, middle],
                [x, middle + MARK],
                [x - MARK, middle],
              ],
            },
            style: {
              fill: stretch.open > 0 ? palette.alarm : palette.surface,
              stroke: palette.alarm,
              lineWidth: 1.25,
            },
          }),
        ];
      }),
    false,
  );

export function historyOption(scene: HistoryScene, palette: Palette): ChartOption {
  return {
    ...paper(true),
    xAxis: xAxis({ ...scene, names: scene.names, showXLabels: true }, palette) ?? {},
    yAxis: yAxis(scene, palette) ?? {},
    series: [
      lines(scene, palette),
      envelope(scene, palette),
      means(scene, palette),
      signals(scene, palette),
      labels(scene, palette),
    ],
  };
}
