// What an address asks for, held against what its page understands. Pure.
import { nearestWindow, parseWindow } from '@/shared/api/chart-window-text';
import { positiveInteger } from '@/shared/lib/positive-integer';

/** What the value of a parameter has to look like. A span is a range of time; a range may also be a number of points. */
export type Expectation =
  { kind: 'choice'; values: readonly string[] } | { kind: 'number' | 'range' | 'span' | 'text' };

/** The parameters of a page by name. */
export type AddressRules = Readonly<Record<string, Expectation>>;

/** Well written, but there is no such thing for this person. */
export type MissingNoun = 'plant' | 'characteristic' | 'channel' | 'server';

/** A parameter that is not shown as it was asked for, and why. */
export interface Unmet {
  name: string;
  asked: string;
  why: Expectation | { kind: 'tooMany' | 'unknownName' } | { kind: 'missing'; noun: MissingNoun };
}

export const choice = (values: readonly (string | number)[]): Expectation => ({
  kind: 'choice',
  values: values.map(String),
});

const accepts = (expectation: Expectation, text: string): boolean => {
  switch (expectation.kind) {
    case 'choice':
      return expectation.values.includes(text);
    case 'number':
      return positiveInteger(text) !== null;
    case 'range':
      return parseWindow(text) !== null;
    case 'span':
      return (parseWindow(text)?.kind ?? 'last') !== 'last';
    case 'text':
      return true;
  }
};

export function unmetParameters(params: URLSearchParams, rules: AddressRules): Unmet[] {
  return [...params].flatMap(([name, asked]): Unmet[] => {
    const expectation = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!expectation) return [{ name, asked, why: { kind: 'unknownName' } }];
    if (accepts(expectation, asked)) return [];
    const isTooMany = expectation.kind === 'range' && nearestWindow(asked) !== null;
    return [{ name, asked, why: isTooMany ? { kind: 'tooMany' } : expectation }];
  });
}
