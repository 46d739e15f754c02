import { z } from 'zod/mini';
import { decimal, flag, membersOf, neededText, oneOf, optionalText, someOf, text, whole } from './members';

const machine = membersOf({
  name: neededText(5),
  place: text(5, 'Hall'),
  note: optionalText(5),
  port: whole(1, 10, 'port', 4),
  rate: decimal(0.5, 2, 'rate', 1),
  is_active: flag(true),
  kind: oneOf(['mill', 'saw'], 'mill'),
  tools: someOf(['drill', 'tap'], ['drill']),
});
const typed = { ...machine.initial, name: ' Saw ' };
const problemsOf = (change: Partial<typeof typed>) =>
  Object.fromEntries(
    (z.object(machine.shape).safeParse({ ...typed, ...change }).error?.issues ?? []).map(
      ({ path, message }) => [path.join('.'), message],
    ),
  );

it('begins with what each member begins with', () =>
  expect(machine.initial).toEqual({
    name: '',
    place: 'Hall',
    note: '',
    port: '4',
    rate: '1',
    is_active: true,
    kind: 'mill',
    tools: ['drill'],
  }));

it('stores numbers for texts, and null for nothing', () =>
  expect(machine.stored({ ...typed, note: ' ', rate: '0,75', tools: ['tap', 'drill'] })).toEqual({
    name: 'Saw',
    place: 'Hall',
    note: null,
    port: 4,
    rate: 0.75,
    is_active: true,
    kind: 'mill',
    tools: ['drill', 'tap'],
  }));

it('shows what is stored as it would be typed', () => {
  const stored = machine.stored({ ...typed, note: '' });
  expect(machine.shown(stored)).toEqual({ ...typed, name: 'Saw' });
});

it.each([
  ['name', ' ', 'required'],
  ['name', 'Lathes', 'tooLong'],
  ['place', 'Hall 12', 'tooLong'],
  ['note', 'too long', 'tooLong'],
  ['port', '0', 'port'],
  ['port', '11', 'port'],
  ['port', '1.5', 'port'],
  ['port', '', 'port'],
  ['rate', '0.4', 'rate'],
  ['rate', 'fast', 'rate'],
])('finds that %s cannot be %j', (name, value, problem) =>
  expect(problemsOf({ [name]: value })).toEqual({ [name]: problem }),
);

it('finds nothing wrong with what is right', () => expect(problemsOf({})).toEqual({}));
