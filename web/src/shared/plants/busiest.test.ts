import { aCharacteristic } from '@/test/builders/quality';
import { busiest, busiestPlant } from './busiest';

const make = (id: number, unacknowledged_violations: number, sample_count: number) =>
  aCharacteristic({ id, unacknowledged_violations, sample_count });

describe('where something happens', () => {
  it('is where most is open', () => expect(busiest([make(1, 0, 900), make(2, 3, 10)])?.id).toBe(2));
  it('is where most was measured while nothing is open', () =>
    expect(busiest([make(1, 0, 10), make(2, 0, 900)])?.id).toBe(2));
  it('is nowhere while nothing was measured', () => expect(busiest([make(1, 0, 0)])).toBeUndefined());

  it('makes its plant the one that is opened', () =>
    expect(
      busiestPlant(
        new Map([
          [1, []],
          [2, [make(1, 3, 10)]],
          [3, [make(2, 0, 900)]],
        ]),
      ),
    ).toBe(2));
  it('leaves the first plant while nothing happens anywhere', () =>
    expect(
      busiestPlant(
        new Map([
          [4, []],
          [5, [make(1, 0, 0)]],
        ]),
      ),
    ).toBe(4));
});
