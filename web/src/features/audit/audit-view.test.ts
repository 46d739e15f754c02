import { everything, filterOf, isFiltered, pageOf, readView, writeView } from './audit-view';

const from = (address: string) => readView(new URLSearchParams(address));

describe('the view of the trail', () => {
  it('is everything without an address', () => {
    expect(from('')).toEqual({ ...everything, page: 1 });
    expect(isFiltered(from(''))).toBe(false);
  });

  it('comes back from the address as it was written', () => {
    const view = from('who=ada&action=plant.&kind=plant&id=4&site=2&range=60m&page=3');
    expect(from(writeView(view).toString())).toEqual(view);
    expect(isFiltered(view)).toBe(true);
  });

  it('takes no number of samples for a time', () => {
    expect(from('range=last50').window).toBeNull();
  });

  it('asks for what is filtered, and a page of it', () => {
    const view = from('who=ada&kind=plant&site=2&page=3');
    expect(filterOf(view)).toEqual({ plant_id: 2, username: 'ada', entity_type: 'plant' });
    expect(filterOf(from(''))).toEqual({});
    expect(pageOf(view)).toEqual({ offset: 100, limit: 50 });
  });
});
