import { aViolation } from '@/test/builders/quality';
import { nothingSelected, type Selection } from '@/shared/table/selection';
import { chosenOf, extent, toggle, toggleAll } from './selection';

const rows = [5, 4, 3, 2, 1].map((id) => aViolation({ id, acknowledged: id === 3 }));
const ids = (selection: Selection): number[] => [...selection.ids].sort((a, b) => a - b);
const select = (...chosen: number[]): Selection => ({ ids: new Set(chosen), anchor: chosen.at(-1) ?? null });

describe('choosing one row', () => {
  it('adds it', () => expect(ids(toggle(nothingSelected, rows, 4))).toEqual([4]));
  it('takes it away again', () => expect(ids(toggle(select(5, 4), rows, 4))).toEqual([5]));
  it('does nothing on an acknowledged one', () => expect(ids(toggle(nothingSelected, rows, 3))).toEqual([]));
  it('does nothing on one that is not shown', () =>
    expect(ids(toggle(nothingSelected, rows, 99))).toEqual([]));
});

describe('choosing a range', () => {
  it('takes every open row from the last touched one downwards', () =>
    expect(ids(toggle(select(5), rows, 1, true))).toEqual([1, 2, 4, 5]));
  it('works upwards too', () => expect(ids(toggle(select(1), rows, 4, true))).toEqual([1, 2, 4]));
  it('takes the range away when its end was chosen', () =>
    expect(ids(toggle({ ids: new Set([5, 4, 2]), anchor: 5 }, rows, 2, true))).toEqual([]));
  it('is one row when nothing was touched before', () =>
    expect(ids(toggle(nothingSelected, rows, 2, true))).toEqual([2]));
});

describe('choosing the page', () => {
  it('takes every open row', () => expect(ids(toggleAll(nothingSelected, rows))).toEqual([1, 2, 4, 5]));
  it('completes a partial choice', () => expect(ids(toggleAll(select(5), rows))).toEqual([1, 2, 4, 5]));
  it('clears a complete one', () => expect(ids(toggleAll(select(1, 2, 4, 5), rows))).toEqual([]));
});

describe('the extent of the choice', () => {
  it('is none at first', () => expect(extent(nothingSelected, rows)).toBe('none'));
  it('is some for a part', () => expect(extent(select(5), rows)).toBe('some'));
  it('is all when every open row is chosen', () => expect(extent(select(1, 2, 4, 5), rows)).toBe('all'));
  it('is none where nothing can be chosen', () =>
    expect(extent(nothingSelected, [aViolation({ acknowledged: true })])).toBe('none'));
});

describe('what will be acknowledged', () => {
  it('leaves out what somebody has acknowledged meanwhile', () =>
    expect(chosenOf(select(4, 3), rows).map(({ id }) => id)).toEqual([4]));
});
