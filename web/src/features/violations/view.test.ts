import { unmetParameters } from '@/shared/address/address-check';
import {
  countFilters,
  defaultFilter,
  readView,
  VIOLATION_RULES,
  type ViolationView,
  writeView,
} from './view';

const read = (text: string): ViolationView => readView(new URLSearchParams(text));
const initial: ViolationView = { ...defaultFilter, plantId: null, page: 1, perPage: 50 };

describe('the address of the violations page', () => {
  it('shows what awaits acknowledgement, newest page, when it says nothing', () =>
    expect(read('')).toEqual(initial));

  it.each(['required', 'informational', 'acknowledged', 'all'] as const)('takes the status %s', (status) =>
    expect(read(`status=${status}`).status).toBe(status),
  );

  it('takes every filter and the page', () =>
    expect(read('plant=2&status=all&rule=5&severity=CRITICAL&c=7&range=24h&page=3&per=100')).toEqual({
      plantId: 2,
      status: 'all',
      rule: 5,
      severity: 'CRITICAL',
      characteristicId: 7,
      window: { kind: 'recent', minutes: 1440 },
      page: 3,
      perPage: 100,
    }));

  it.each(['status=open', 'rule=9', 'rule=x', 'severity=high', 'c=-1', 'range=last50', 'page=0', 'per=7'])(
    'cannot follow %s and says so',
    (text) => {
      expect(read(text)).toEqual(initial);
      expect(unmetParameters(new URLSearchParams(text), VIOLATION_RULES)).toHaveLength(1);
    },
  );

  it('is empty for the view that is shown at first', () => expect(writeView(initial).toString()).toBe(''));

  it('names the plant even in the first view, so that a link leads to the same list', () =>
    expect(writeView({ ...initial, plantId: 3 }).toString()).toBe('plant=3'));

  it('reads back what it wrote', () => {
    const view: ViolationView = {
      plantId: 2,
      status: 'informational',
      rule: 3,
      severity: 'WARNING',
      characteristicId: 12,
      window: { kind: 'between', from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' },
      page: 4,
      perPage: 25,
    };
    expect(readView(writeView(view))).toEqual(view);
    expect(unmetParameters(writeView(view), VIOLATION_RULES)).toEqual([]);
  });
});

describe('the number of filters', () => {
  it('does not count the status, which always has a value', () =>
    expect(countFilters({ ...defaultFilter, status: 'all' })).toBe(0));
  it('counts what narrows the list', () =>
    expect(countFilters({ ...defaultFilter, rule: 1, window: { kind: 'recent', minutes: 60 } })).toBe(2));
});
