import { isAbove, isBelow } from './beyond';

describe('beyond', () => {
  it('takes a reading on its limit for inside, also when rounding moved it', () => {
    expect(isAbove(0.1 + 0.2, 0.3)).toBe(false);
    expect(isBelow(0.3, 0.1 + 0.2)).toBe(false);
    expect(isAbove(-3, -3)).toBe(false);
    expect(isBelow(0, 0)).toBe(false);
  });

  it.each([1e9, 0.3, -7.1, 1e-9])('takes what is truly past %d for outside', (limit) => {
    expect(isAbove(limit + Math.abs(limit) * 1e-12, limit)).toBe(true);
    expect(isBelow(limit - Math.abs(limit) * 1e-12, limit)).toBe(true);
  });
});
