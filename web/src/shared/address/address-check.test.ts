import { type AddressRules, choice, unmetParameters } from './address-check';

const rules: AddressRules = {
  plant: { kind: 'number' },
  range: { kind: 'range' },
  when: { kind: 'span' },
  x: choice(['index', 'time']),
  topic: { kind: 'text' },
  next: { kind: 'path' },
};
const unmet = (text: string) => unmetParameters(new URLSearchParams(text), rules);

describe('an address', () => {
  it.each([
    '',
    'plant=2&range=last50&x=time',
    'range=36h',
    'range=30d',
    'when=7d',
    'topic=',
    'topic=a/b',
    'next=/a?b=c',
  ])('that can be followed leaves nothing to tell: %j', (text) => expect(unmet(text)).toEqual([]));

  it.each([
    ['plant=two', rules.plant],
    ['plant=0', rules.plant],
    ['range=yesterday', rules.range],
    ['when=last50', rules.when],
    ['x=weeks', rules.x],
    ['x=', rules.x],
    ['next=//elsewhere.example', rules.next],
  ])('that asks for %s is told what is expected', (text, why) =>
    expect(unmet(text)).toEqual([{ name: text.split('=')[0], asked: text.split('=')[1], why }]),
  );

  it('that asks for more points than can be shown is told that they are too many', () =>
    expect(unmet('range=last10000')).toEqual([
      { name: 'range', asked: 'last10000', why: { kind: 'tooMany' } },
    ]));

  it.each(['rang=24h', 'toString=1'])('that names no parameter of the page is told so: %s', (text) =>
    expect(unmet(text)).toMatchObject([{ why: { kind: 'unknownName' } }]),
  );

  it('that names a parameter twice is told which one counts', () =>
    expect(unmet('x=time&x=index')).toEqual([{ name: 'x', asked: 'index', why: { kind: 'repeated' } }]));

  it('is told everything at once, in its own order', () =>
    expect(unmet('x=weeks&plant=2&range=never').map(({ name }) => name)).toEqual(['x', 'range']));
});
