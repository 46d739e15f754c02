import { anOverview, anOverviewPoint, aStage } from '@/test/builders/quality';
import { closerLook, historyScene, stretchAfterKey, stretchAt, toHistoryModel } from './history-model';

const texts = { center: 'CL', ucl: 'UCL', lcl: 'LCL', usl: 'USL', lsl: 'LSL', target: 'Target' };
const scene = (model: ReturnType<typeof toHistoryModel>, mode: 'index' | 'time' = 'index') =>
  historyScene({ model, mode, texts, showSpec: true, nameOf: ({ id }) => String(id) });

const first = anOverviewPoint(0);
const second = anOverviewPoint(1, { max: 99, signals: 3, unacknowledged_signals: 1 });

describe('a long history', () => {
  const model = toHistoryModel(anOverview([first, second]));

  it('never leaves an extreme off its scale', () => expect(scene(model).yDomain.max).toBeGreaterThan(99));

  it('takes a stretch by the lines of the stage that it ends in', () => {
    const stages = [
      aStage({ id: 1, ends_at: second.first, ucl: 13 }),
      aStage({ id: 2, starts_at: second.first, ucl: 12 }),
    ];
    const changed = toHistoryModel(anOverview([first, second], { stages }));
    expect(changed.stretches.map(({ ucl }) => ucl)).toEqual([13, 12]);
    expect(scene(changed).segments.map(({ from, to, ucl }) => [from, to, ucl])).toEqual([
      [null, 1, 13],
      [1, null, 12],
    ]);
  });

  it('has no lines where limits were withdrawn', () => {
    const stages = [aStage({ center_line: null, ucl: null, lcl: null })];
    const bare = scene(toHistoryModel(anOverview([first], { stages })));
    expect(bare.segments).toEqual([]);
    expect(bare.labels).toEqual([]);
  });

  it('shows a stretch in which everything is excluded, without figures', () => {
    const excluded = anOverviewPoint(0, { samples: 0, excluded: 5, mean: null, min: null, max: null });
    expect(toHistoryModel(anOverview([excluded])).stretches[0]).toMatchObject({ excluded: 5, mean: null });
  });

  it('finds the stretch that is pointed at, or the nearest', () => {
    const drawn = scene(model, 'time');
    const [left, right] = drawn.edges[1] ?? [0, 0];
    expect(stretchAt(drawn, (left + right) / 2)).toBe(1);
    expect(stretchAt(drawn, left - 1)).toBe(1);
    expect(stretchAt(drawn, -1e15)).toBe(0);
    expect(stretchAt({ edges: [] }, 1)).toBe(-1);
  });

  it('is walked with the arrow keys, from its end', () => {
    const { stretches } = model;
    expect(stretchAfterKey(stretches, -1, 'ArrowLeft')).toBe(1);
    expect(stretchAfterKey(stretches, 1, 'ArrowLeft')).toBe(0);
    expect(stretchAfterKey(stretches, 1, 'ArrowRight')).toBe(1);
    expect(stretchAfterKey(stretches, 1, 'Home')).toBe(0);
    expect(stretchAfterKey(stretches, 1, 'x')).toBeNull();
    expect(stretchAfterKey([], -1, 'End')).toBeNull();
  });

  it('shows a short stretch among its neighbours', () => {
    const few = [0, 1, 2, 3, 4, 5].map((index) => anOverviewPoint(index, { samples: 40, excluded: 1 }));
    const { stretches } = toHistoryModel(anOverview(few));
    expect(closerLook(stretches, stretches[2]!)).toEqual({
      kind: 'between',
      from: few[1]?.first,
      to: '2026-01-05T09:30:00.001Z',
    });
    expect(closerLook(stretches, stretches[0]!)).toMatchObject({ from: few[0]?.first });
    const alone = stretches.slice(0, 1);
    expect(closerLook(alone, stretches[0]!)).toMatchObject({ from: few[0]?.first });
  });

  it('looks closer at a range that holds every sample of the stretch', () => {
    const point = anOverviewPoint(0, { last: '2026-01-05T06:30:00.123456Z' });
    const { stretches } = toHistoryModel(anOverview([point]));
    expect(closerLook(stretches, stretches[0]!)).toEqual({
      kind: 'between',
      from: '2026-01-05T06:00:00.000Z',
      to: '2026-01-05T06:30:00.124Z',
    });
  });
});
