import { unmetParameters } from '@/shared/address/address-check';
import { ENTRY_RULES, type EntryState, readEntry, writeEntry } from './entry-url';

const state: EntryState = {
  plantId: 2,
  characteristicId: 7,
  view: 'history',
  window: { kind: 'recent', minutes: 1440 },
  includeExcluded: true,
  oldestFirst: true,
  page: 3,
};

describe('the address of data entry', () => {
  it('holds everything that is shown', () => expect(readEntry(writeEntry(state))).toEqual(state));

  it('asks for nothing that cannot be shown', () =>
    expect(unmetParameters(writeEntry(state), ENTRY_RULES)).toEqual([]));

  it('is short while entering', () =>
    expect(writeEntry({ ...state, view: 'entry' }).toString()).toBe('plant=2&c=7'));

  it('falls back to harmless values for nonsense', () =>
    expect(readEntry(new URLSearchParams('plant=-1&c=x&view=?&range=last50&page=0&sort=up'))).toEqual({
      plantId: null,
      characteristicId: null,
      view: 'entry',
      window: null,
      includeExcluded: false,
      oldestFirst: false,
      page: 1,
    }));
});
