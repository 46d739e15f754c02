// The members of a noun, each listed once: how it begins, what is wrong with it, how it is shown, and how it is stored. Pure.
// A form keeps texts for numbers and for what may be null. What is told of a mistake is the key of a text.
import { parseNumber } from '@/shared/lib/number-text';
import { z } from 'zod/mini';

export interface Member<Typed, Value> {
  initial: Typed;
  schema: z.ZodMiniType<Typed, Typed>;
  shown(value: Value): Typed;
  /** Of what has been checked. */
  stored(typed: Typed): Value;
}

const longest = (max: number) => z.string().check(z.trim(), z.maxLength(max, 'tooLong'));
const orNull = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());
const same = <Value>(value: Value): Value => value;

export const text = (max = Infinity, initial = ''): Member<string, string> => ({
  initial,
  schema: longest(max),
  shown: same,
  stored: (typed) => typed.trim(),
});

export const neededText = (max: number): Member<string, string> => ({
  ...text(max),
  schema: z.string().check(z.trim(), z.minLength(1, 'required'), z.maxLength(max, 'tooLong')),
});

/** Empty: null. */
export const optionalText = (max = Infinity): Member<string, string | null> => ({
  initial: '',
  schema: longest(max),
  shown: (value) => value ?? '',
  stored: orNull,
});

const within = (low: number, high: number, problem: string, isFine: (value: number) => boolean) =>
  z.string().check(
    z.refine((typed) => {
      const value = parseNumber(typed);
      return typeof value === 'number' && value >= low && value <= high && isFine(value);
    }, problem),
  );

export const decimal = (
  low: number,
  high: number,
  problem: string,
  initial: number,
): Member<string, number> => ({
  initial: String(initial),
  schema: within(low, high, problem, () => true),
  shown: String,
  stored: (typed) => {
    const value = parseNumber(typed);
    return typeof value === 'number' ? value : NaN;
  },
});

export const whole = (
  low: number,
  high: number,
  problem: string,
  initial: number,
): Member<string, number> => ({
  ...decimal(low, high, problem, initial),
  schema: within(low, high, problem, Number.isInteger),
});

export const flag = (initial: boolean): Member<boolean, boolean> => ({
  initial,
  schema: z.boolean(),
  shown: same,
  stored: same,
});

export const oneOf = <const Choice extends string>(
  choices: readonly Choice[],
  initial: NoInfer<Choice>,
): Member<Choice, Choice> => ({ initial, schema: z.enum(choices), shown: same, stored: same });

/** In the order of the choices, whatever the order they were ticked in. */
export const someOf = <const Choice extends string>(
  choices: readonly Choice[],
  initial: readonly NoInfer<Choice>[],
): Member<Choice[], Choice[]> => ({
  initial: [...initial],
  schema: z.array(z.enum(choices)),
  shown: same,
  stored: (typed) => choices.filter((choice) => typed.includes(choice)),
});

type Members = Record<string, Member<unknown, unknown>>;
export type Typed<M extends Members> = { [Name in keyof M]: M[Name]['initial'] };
type Stored<M extends Members> = { [Name in keyof M]: ReturnType<M[Name]['stored']> };
type Shape<M extends Members> = { [Name in keyof M]: M[Name]['schema'] };

/** What a form needs of its members, all at once. */
export function membersOf<M extends Members>(members: M) {
  const all = (make: (member: Member<unknown, unknown>, name: string) => unknown): unknown =>
    Object.fromEntries(Object.entries(members).map(([name, member]) => [name, make(member, name)]));
  return {
    /** For z.object. */
    shape: all(({ schema }) => schema) as Shape<M>,
    initial: all(({ initial }) => initial) as Typed<M>,
    shown: (item: Stored<M>) => all((member, name) => member.shown(item[name])) as Typed<M>,
    stored: (typed: Typed<M>) => all((member, name) => member.stored(typed[name])) as Stored<M>,
  };
}
