import { parseNumber, splitNumbers } from './number-text';

describe('parseNumber', () => {
  it.each([
    ['10.5', 10.5],
    ['10,5', 10.5],
    [' -0.25 ', -0.25],
    ['\u22123', -3],
    ['+4', 4],
    ['.5', 0.5],
    ['7.', 7],
    ['1e-3', 0.001],
  ])('reads %j as %d', (text, value) => expect(parseNumber(text)).toBe(value));

  it('tells an empty field from a wrong one', () => expect(parseNumber('  ')).toBe('empty'));

  it.each(['abc', '1.2.3', '1.234,5', '0x10', 'Infinity', '1e999', '--1', '5 mm', '1 2'])(
    'refuses %j',
    (text) => expect(parseNumber(text)).toBe('invalid'),
  );
});

describe('splitNumbers', () => {
  it.each([
    ['a column of a spreadsheet', '10.1\r\n10.2\r\n10.3\r\n', ['10.1', '10.2', '10.3']],
    ['a row of a spreadsheet', '10.1\t10.2\t10.3', ['10.1', '10.2', '10.3']],
    ['decimal commas between semicolons', '10,1;10,2;10,3', ['10,1', '10,2', '10,3']],
    ['decimal commas between spaces', '10,1 10,2', ['10,1', '10,2']],
    ['a list with comma and space', '10.1, 10, 9.9', ['10.1', '10', '9.9']],
    ['a list of whole numbers', '1,2,3', ['1', '2', '3']],
    ['two decimals between commas', '10.1,10.2', ['10.1', '10.2']],
    ['one number with a decimal comma', '10,5', ['10,5']],
    ['nothing', ' \n', []],
  ])('takes %s apart', (_, text, parts) => expect(splitNumbers(text)).toEqual(parts));

  it('leaves a number with groups of thousands whole, so that it is refused and not cut in two', () =>
    expect(splitNumbers('1.234,5')).toEqual(['1.234,5']));
});
