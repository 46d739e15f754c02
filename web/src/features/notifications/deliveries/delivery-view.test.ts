import { PER_PAGE, queryOf, readView, writeView } from './delivery-view';

describe('the view of the log', () => {
  it.each(['', 'state=dead', 'state=held&channel=4', 'channel=4&page=3'])('is its address: "%s"', (address) =>
    expect(writeView(readView(new URLSearchParams(address))).toString()).toBe(address),
  );

  it('ignores an address that makes no sense', () =>
    expect(readView(new URLSearchParams('state=lost&channel=x&page=-1'))).toEqual({
      state: null,
      channel: null,
      page: 1,
    }));

  it('asks for a page of the plant', () =>
    expect(queryOf({ state: 'dead', channel: null, page: 2 }, 7)).toEqual({
      plant_id: 7,
      state: 'dead',
      offset: PER_PAGE,
      limit: PER_PAGE,
    }));
});
