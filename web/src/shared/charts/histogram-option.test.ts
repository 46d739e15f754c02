import { histogramDrawing } from './histogram-option';
import type { Palette } from './palette';

const draw = (from: number, to: number, count: number, decimals = 0) => {
  const { option } = histogramDrawing(
    {
      histogram: { bins: [{ from, to, count }], curve: [] },
      specification: { lsl: null, target: null, usl: null },
      mean: null,
      decimals,
      texts: { lsl: '', target: '', usl: '', mean: '' },
      highlighted: null,
    },
    {} as Palette,
  );
  return option as unknown as {
    grid: { left: number; right: number };
    yAxis: { interval: number; axisLabel: { formatter: (value: number) => string } };
  };
};

/** A digit of the font is not wider than this. */
const DIGIT = 6.8;

it.each([
  [1_300, '1,000'],
  [1_300_000, '1,000,000'],
])('leaves room for the counts beside bars of %d', (count, label) =>
  expect(draw(0, 1, count).grid.left).toBeGreaterThan(label.length * DIGIT),
);

it.each([
  ['1000000', 1_000_000, 1_000_005, 0],
  ['-1000000', -1_000_005, -1_000_000, 0],
  ['0.0010', 0.001, 0.0015, 4],
])('leaves room for half of %s at the end of the axis', (label, from, to, decimals) =>
  expect(draw(from, to, 5, decimals).grid.right).toBeGreaterThanOrEqual(
    Math.ceil((label.length * DIGIT) / 2),
  ),
);

it('is no wider than it was where the labels are short', () =>
  expect(draw(0, 10, 40).grid).toMatchObject({ left: 34, right: 14 }));

it.each([1, 7, 8, 25, 70])('counts in whole numbers: %d', (count) =>
  expect(Number.isInteger(draw(0, 1, count).yAxis.interval)).toBe(true),
);
