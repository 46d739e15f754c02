import { indexAfterKey, limitSegments, nearestIndex, spreadLabels } from './scale';
import { badgeText, runsOf } from './control-scene';
import { toChartModel } from './chart-model';
import { aPoint, chartData } from '@/test/builders/quality';

const pointsOf = (...changes: Parameters<typeof aPoint>[2][]) =>
  toChartModel(chartData(changes.map((change, index) => aPoint(index + 1, 10, change)))).location.points;

describe('limitSegments', () => {
  it('draws one segment for constant limits, open at both ends', () =>
    expect(limitSegments(pointsOf({}, {}, {}), [0, 1, 2])).toEqual([
      { from: null, to: null, center: 10, ucl: 13, lcl: 7, sigma: 1 },
    ]));

  it('steps half way between two points', () => {
    const segments = limitSegments(pointsOf({}, { ucl: 14 }), [0, 1]);
    expect(segments.map(({ from, to, ucl }) => ({ from, to, ucl }))).toEqual([
      { from: null, to: 0.5, ucl: 13 },
      { from: 0.5, to: null, ucl: 14 },
    ]);
  });

  it('breaks where points had no limits', () => {
    const none = { center: null, ucl: null, lcl: null };
    const segments = limitSegments(pointsOf({}, none, {}), [0, 1, 2]);
    expect(segments.map(({ from, to }) => [from, to])).toEqual([
      [null, 0.5],
      [1.5, null],
    ]);
  });

  it('draws nothing without limits', () =>
    expect(limitSegments(pointsOf({ center: null, ucl: null, lcl: null }), [0])).toEqual([]));
});

describe('nearestIndex', () => {
  it.each([
    [-5, 0],
    [0.4, 0],
    [0.6, 1],
    [5, 2],
    [100, 3],
  ])('of %d is %d', (x, index) => expect(nearestIndex([0, 1, 4, 9], x)).toBe(index));

  it('of an empty list is none', () => expect(nearestIndex([], 1)).toBe(-1));
});

describe('spreadLabels', () => {
  it('leaves labels alone that have room', () =>
    expect(spreadLabels([10, 50], 12, 0, 100)).toEqual([10, 50]));

  it('moves labels apart that overlap, in their order', () =>
    expect(spreadLabels([50, 48], 12, 0, 100)).toEqual([60, 48]));

  it('keeps them inside the frame', () => expect(spreadLabels([98, 99], 12, 0, 100)).toEqual([88, 100]));
});

describe('marks', () => {
  it('name the lowest rule and how many more there are', () => {
    expect(badgeText([])).toBe('');
    expect(badgeText([2])).toBe('2');
    expect(badgeText([2, 5, 6])).toBe('2 +2');
  });

  it('join neighbouring points of a pattern to runs, leaving single ones out', () =>
    expect(runsOf(new Set([7, 1, 2, 3, 5, 8]))).toEqual([
      [1, 2, 3],
      [7, 8],
    ]));
});

describe('walking along the points by key', () => {
  const points = pointsOf({}, { display_value: null, mean: Number.NaN }, {}, {});
  points[1] = { ...points[1]!, value: null };

  it('starts at the newest', () => expect(indexAfterKey(points, -1, 'ArrowLeft')).toBe(3));
  it('skips a point without a value', () => expect(indexAfterKey(points, 0, 'ArrowRight')).toBe(2));
  it('stays at the end', () => expect(indexAfterKey(points, 3, 'ArrowRight')).toBeNull());
  it('jumps to the ends', () => {
    expect(indexAfterKey(points, 3, 'Home')).toBe(0);
    expect(indexAfterKey(points, 0, 'End')).toBe(3);
  });
  it('does not run over the ends by pages', () => expect(indexAfterKey(points, 2, 'PageDown')).toBe(3));
  it('ignores other keys', () => expect(indexAfterKey(points, 2, 'a')).toBeNull());
});
