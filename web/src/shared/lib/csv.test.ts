import { csvText } from './csv';

describe('a cell for a spreadsheet', () => {
  // The server reads these back: tests/unit/connect/mapping_import_test.cpp holds the same pairs.
  it.each([
    ['=x', "'=x"],
    ['@y', "'@y"],
    ['-5', "'-5"],
    ['+1', "'+1"],
    ["'=x", "''=x"],
    ['=a,b', '"\'=a,b"'],
    ['\t=x', "'\t=x"],
    ["it's", "it's"],
    ["'quoted'", "'quoted'"],
    ['line/1', 'line/1'],
    ['a"b', '"a""b"'],
    ['a\rb', '"a\rb"'],
  ])('is no formula: %j', (value, text) => expect(csvText([[value]])).toBe(text));

  it('stays a number when it is one', () => expect(csvText([[-5, 1e-7, true, null]])).toBe('-5,1e-7,true,'));
});
