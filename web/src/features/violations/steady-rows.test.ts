import { aViolation } from '@/test/builders/quality';
import { countArrivals, steadyRows } from './steady-rows';

const held = [3, 2, 1].map((id) => aViolation({ id }));
const fresh = [5, 4, 3, 1].map((id) => aViolation({ id, characteristic_name: 'Renamed' }));

describe('held rows', () => {
  it('keep their places while others arrive and leave', () =>
    expect(steadyRows(held, fresh, new Map()).map(({ id }) => id)).toEqual([3, 2, 1]));

  it('show the newest that is known about each', () =>
    expect(steadyRows(held, fresh, new Map()).map((row) => row.characteristic_name)).toEqual([
      'Renamed',
      'Bore diameter',
      'Renamed',
    ]));

  it('show who acknowledged one meanwhile', () => {
    const [, second] = steadyRows(
      held,
      fresh,
      new Map([[2, { acknowledged: true, ack_user: 'supervisor', ack_reason: 'Tool Change' }]]),
    );
    expect(second).toMatchObject({ id: 2, acknowledged: true, ack_user: 'supervisor' });
  });
});

describe('arrivals', () => {
  it('are the rows above the newest that is held', () => expect(countArrivals(held, fresh)).toBe(2));
  it('are not rows that moved up from the next page', () =>
    expect(countArrivals([aViolation({ id: 9 })], [aViolation({ id: 9 }), aViolation({ id: 8 })])).toBe(0));
});
