import { aCharacteristic } from '@/test/builders/quality';
import { canAddField, emptyTexts, pasteNumbers } from './entry-fields';

const three = aCharacteristic({ subgroup_size: 3 });
const flexible = aCharacteristic({ subgroup_size: 3, subgroup_mode: 'VARIABLE_LIMITS' });

describe('an empty form', () => {
  it('has a field for each reading', () => expect(emptyTexts(three)).toEqual(['', '', '']));
  it.each(['p', 'np', 'c', 'u'] as const)('proposes the planned size of a %s chart', (data_type) =>
    expect(emptyTexts(aCharacteristic({ data_type, subgroup_size: 240 }))).toEqual(['', '240']),
  );
});

describe('pasting', () => {
  it('fills the fields from the first on', () =>
    expect(pasteNumbers(three, ['', '', ''], 0, '1\n2\n3')).toEqual({
      texts: ['1', '2', '3'],
      next: 2,
      dropped: 0,
    }));

  it('fills from the field it happened in and goes on behind the last', () =>
    expect(pasteNumbers(three, ['9', '', ''], 0, '1 2')).toEqual({
      texts: ['1', '2', ''],
      next: 2,
      dropped: 0,
    }));

  it('tells how many numbers did not fit', () =>
    expect(pasteNumbers(three, ['', '', ''], 1, '1 2 3')).toMatchObject({
      texts: ['', '1', '2'],
      dropped: 1,
    }));

  it('adds fields where a sample may be larger than planned', () =>
    expect(pasteNumbers(flexible, ['', '', ''], 0, '1 2 3 4')?.texts).toEqual(['1', '2', '3', '4']));

  it('never exceeds the largest sample', () => {
    const pasted = pasteNumbers(flexible, ['', '', ''], 0, Array(30).fill('1').join(' '));
    expect(pasted?.texts).toHaveLength(25);
    expect(pasted?.dropped).toBe(5);
  });

  it('leaves a single number to the browser', () =>
    expect(pasteNumbers(three, ['', '', ''], 0, '10,5')).toBeNull());
});

describe('adding a field', () => {
  it('is possible where a sample may be larger than planned', () => {
    expect(canAddField(flexible, ['', '', ''])).toBe(true);
    expect(canAddField(three, ['', '', ''])).toBe(false);
  });
});
