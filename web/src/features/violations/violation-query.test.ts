import { defaultFilter, type ViolationView } from './view';
import { listQuery, statsQuery } from './violation-query';

const view = (change: Partial<ViolationView> = {}): ViolationView => ({
  ...defaultFilter,
  plantId: null,
  page: 1,
  perPage: 50,
  ...change,
});

describe('the query for the list', () => {
  it('asks for one page of what awaits acknowledgement at the selected plant', () =>
    expect(listQuery(view(), 2)).toEqual({
      plant_id: 2,
      acknowledged: false,
      requires_acknowledgement: true,
      page: 1,
      per_page: 50,
    }));

  it.each([
    ['required', { acknowledged: false, requires_acknowledgement: true }],
    ['informational', { acknowledged: false, requires_acknowledgement: false }],
    ['acknowledged', { acknowledged: true }],
    ['all', {}],
  ] as const)('maps the status %s', (status, expected) =>
    expect(listQuery(view({ status }), null)).toEqual({ ...expected, page: 1, per_page: 50 }),
  );

  it('carries rule, severity, characteristic and page', () =>
    expect(
      listQuery(
        view({ status: 'all', rule: 4, severity: 'WARNING', characteristicId: 9, page: 3, perPage: 25 }),
        null,
      ),
    ).toEqual({ rule_id: 4, severity: 'WARNING', characteristic_id: 9, page: 3, per_page: 25 }));
});

describe('the query for the counters', () => {
  it('names plant and characteristic only', () =>
    expect(statsQuery(view({ rule: 4, severity: 'WARNING', characteristicId: 9 }), 2)).toEqual({
      plant_id: 2,
      characteristic_id: 9,
    }));
});
