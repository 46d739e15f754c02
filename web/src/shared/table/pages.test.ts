import { pagesOf, shownOf } from './pages';

describe('pages', () => {
  it.each([
    [0, 1],
    [20, 1],
    [21, 2],
  ])('of %d rows are %d', (total, pages) => expect(pagesOf(total, 20)).toBe(pages));

  it('name the first and last row', () => {
    expect(shownOf(1, 45, 20)).toEqual({ from: 1, to: 20 });
    expect(shownOf(3, 45, 20)).toEqual({ from: 41, to: 45 });
    expect(shownOf(1, 0, 20)).toEqual({ from: 0, to: 0 });
  });
});
