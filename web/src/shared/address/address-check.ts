// What an address asks for, held against what its page understands. Pure.
import { nearestWindow, parseWindow } from '@/shared/api/chart-window-text';
import { positiveInteger } from '@/shared/lib/positive-integer';
import { isOwnPath } from './own-path';

/**
 * What the value of a parameter has to look like. A span is a range of time; a range may also be a number of points; a path
 * leads to a page of this site.
 */
export type Expectation =
  { kind: 'choice'; values: readonly string[] } | { kind: 'number' | 'path' | 'range' | 'span' | 'text' };

/** The parameters of a page by name. */
export type AddressRules = Readonly<Record<string, Expectation>>;

/** Well written, but there is no such thing for this person, or not at what the rest of the address names. */
export type MissingNoun =
  | 'plant'
  | 'characteristic'
  | 'sample'
  | 'channel'
  | 'server'
  | 'chosenServer'
  | 'topic'
  | 'seenTopic'
  | 'node';

/** A parameter that is not shown as it was asked for, and why. */
export interface Unmet {
  name: string;
  asked: string;
  why:
    Expectation | { kind: 'tooMany' | 'unknownName' | 'repeated' } | { kind: 'missing'; noun: MissingNoun };
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
    case 'path':
      return isOwnPath(text);
    case 'range':
      return parseWindow(text) !== null;
    case 'span':
      return (parseWindow(text)?.kind ?? 'last') !== 'last';
    case 'text':
      return true;
  }
};

export function unmetParameters(params: URLSearchParams, rules: AddressRules): Unmet[] {
  const seen = new Set<string>();
  return [...params].flatMap(([name, asked]): Unmet[] => {
    const expectation = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!expectation) return [{ name, asked, why: { kind: 'unknownName' } }];
    if (seen.has(name)) return [{ name, asked, why: { kind: 'repeated' } }];
    seen.add(name);
    if (accepts(expectation, asked)) return [];
    const isTooMany = expectation.kind === 'range' && nearestWindow(asked) !== null;
    return [{ name, asked, why: isTooMany ? { kind: 'tooMany' } : expectation }];
  });
}
