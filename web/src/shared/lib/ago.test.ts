import { ago } from './ago';

const NOW = 1_000_000_000_000;

describe('how long ago', () => {
  it.each([
    [0, 'now', 0],
    [-5_000, 'now', 0],
    [999, 'now', 0],
    [3_400, 'seconds', 3],
    [59_999, 'seconds', 59],
    [60_000, 'minutes', 1],
    [3_599_000, 'minutes', 59],
    [3_600_000, 'hours', 1],
    [47 * 3_600_000, 'hours', 47],
    [48 * 3_600_000, 'days', 2],
  ])('%d ms', (passed, unit, count) => expect(ago(NOW - passed, NOW)).toEqual({ unit, count }));
});
