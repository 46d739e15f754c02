import { commandValue, kindOf } from './command-value';

describe('the value of a command', () => {
  it.each([
    ['Boolean', 'boolean'],
    ['String', 'text'],
    ['UUID', 'text'],
    ['Int32', 'number'],
    ['Double', 'number'],
  ])('of a %s is a %s', (datatype, kind) => expect(kindOf({ datatype })).toBe(kind));

  it.each([
    ['true', 'boolean', { value: true }],
    ['false', 'boolean', { value: false }],
    ['2.5', 'number', { value: 2.5 }],
    ['', 'number', { problem: 'number' }],
    ['fast', 'number', { problem: 'number' }],
    ['fast', 'text', { value: 'fast' }],
    ['', 'text', { problem: 'value' }],
  ] as const)('%j as a %s is %j', (typed, kind, expected) =>
    expect(commandValue(typed, kind)).toEqual(expected),
  );
});
