import { ApiError, NetworkError } from '@/shared/api/errors';
import {
  failureOf,
  inOrder,
  nextToSend,
  type OutboxEntry,
  parseKept,
  pauseAfter,
  timeToSend,
} from './outbox';

const entry = (order: number, change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  key: `k${order}`,
  order,
  owner: 1,
  characteristicId: 7,
  characteristicName: 'Bore',
  texts: ['10'],
  values: { measurements: [10], defect_count: null, inspected_size: null },
  batch: null,
  operator: null,
  timestamp: null,
  enteredAt: 1_000,
  state: 'waiting',
  reason: '',
  refusedFields: [],
  ...change,
});

describe('the queue', () => {
  it('goes out in the order of entry', () => {
    expect(inOrder([entry(3), entry(1), entry(2)]).map(({ order }) => order)).toEqual([1, 2, 3]);
    expect(nextToSend([entry(2), entry(1)], 1)?.order).toBe(1);
  });

  it('is not held up by what waits for its person', () =>
    expect(
      nextToSend([entry(1, { state: 'asking' }), entry(2, { state: 'refused' }), entry(3)], 1)?.order,
    ).toBe(3));

  it('goes out under no other name', () => expect(nextToSend([entry(1, { owner: 2 })], 1)).toBeNull());
});

describe('what a failed attempt means', () => {
  it.each([401, 408, 425, 429, 500, 503])('is nothing certain after %d', (status) =>
    expect(failureOf(new ApiError(status, ''))).toEqual({ kind: 'again' }),
  );

  it('is nothing certain without an answer, or after anything unexpected', () => {
    expect(failureOf(new NetworkError('gone'))).toEqual({ kind: 'again' });
    expect(failureOf(new TypeError('unexpected'))).toEqual({ kind: 'again' });
  });

  it.each([400, 403, 404, 409, 422])('is a refusal: %d', (status) =>
    expect(failureOf(new ApiError(status, 'no'))).toEqual({ kind: 'refused', reason: 'no', fields: [] }),
  );

  it('is tried again at growing distances, up to ten seconds', () =>
    expect([1, 2, 3, 50].map(pauseAfter)).toEqual([250, 500, 1_000, 10_000]));
});

describe('the time of measurement', () => {
  const clocks = { now: 3_000, offset: 0, newest: undefined };

  it('is left to the server while an entry is fresh', () => expect(timeToSend(entry(1), clocks)).toBeNull());

  it('is what the person gave', () =>
    expect(timeToSend(entry(1, { timestamp: '2026-01-05T06:00:00.000Z' }), clocks)).toBe(
      '2026-01-05T06:00:00.000Z',
    ));

  it('is the moment of entry, by the clock of the server, of what had to wait', () =>
    expect(timeToSend(entry(1), { now: 600_000, offset: 60_000, newest: undefined })).toBe(
      '1970-01-01T00:01:01.000Z',
    ));

  it('is never before what was entered earlier', () =>
    expect(timeToSend(entry(1), { now: 600_000, offset: 0, newest: '1970-01-01T00:05:00Z' })).toBe(
      '1970-01-01T00:05:00.001Z',
    ));
});

describe('what the browser kept', () => {
  it('comes back as it was', () => expect(parseKept(JSON.stringify(entry(1)))).toEqual(entry(1)));
  it.each([null, '', '{', '[]', '{"key":1}', JSON.stringify({ ...entry(1), state: 'lost' })])(
    'is nothing when it is no entry: %j',
    (text) => expect(parseKept(text)).toBeNull(),
  );
});
