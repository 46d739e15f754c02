// A new key as its form has it. Pure.
import type { ApiKeyCreate, KeyPurpose, KeyScope } from '@/shared/api/types';
import { parseNumber } from '@/shared/lib/number-text';
import { parseTimeText } from '@/shared/lib/time-text';
import { changeable, type KeyProblem } from '../key-members';

export const PURPOSES: readonly KeyPurpose[] = ['enter', 'read', 'both', 'display'];
export const SCOPES: readonly KeyScope[] = ['all', 'plants', 'branches', 'characteristics'];

export interface KeyValues {
  name: string;
  purpose: KeyPurpose;
  scope: KeyScope;
  plants: number[];
  branches: number[];
  characteristics: number[];
  /** As typed; empty: never. */
  expires_at: string;
  rate_limit_per_minute: string;
}

export const NEW_KEY: KeyValues = {
  name: '',
  purpose: 'enter',
  scope: 'all',
  plants: [],
  branches: [],
  characteristics: [],
  expires_at: '',
  rate_limit_per_minute: changeable.initial.rate_limit_per_minute,
};

const MOST_LISTED = 200;
const LONGEST_NAME = 255;

/** A screen names what it shows. */
export const scopesOf = (purpose: KeyPurpose): readonly KeyScope[] =>
  purpose === 'display' ? ['characteristics'] : SCOPES;

const isRate = (text: string): boolean => {
  const rate = parseNumber(text);
  return typeof rate === 'number' && Number.isInteger(rate) && rate >= 1 && rate <= 1000;
};

export function problemsOf(values: KeyValues, now: number): Partial<Record<keyof KeyValues, KeyProblem>> {
  const problems: Partial<Record<keyof KeyValues, KeyProblem>> = {};
  const { scope } = values;
  const name = values.name.trim();
  if (name === '') problems.name = 'required';
  else if (name.length > LONGEST_NAME) problems.name = 'tooLong';
  if (!isRate(values.rate_limit_per_minute)) problems.rate_limit_per_minute = 'rate';
  if (scope !== 'all' && values[scope].length === 0)
    problems[scope] = values.purpose === 'display' ? 'display' : 'scope';
  if (scope !== 'all' && values[scope].length > MOST_LISTED) problems[scope] = 'tooMany';
  const expiry = parseTimeText(values.expires_at);
  if (values.expires_at.trim() !== '' && (expiry === null || expiry.getTime() <= now))
    problems.expires_at = 'expiry';
  return problems;
}

export function bodyOf(values: KeyValues): ApiKeyCreate {
  const { name, purpose, scope, expires_at, rate_limit_per_minute } = values;
  return {
    name: name.trim(),
    purpose,
    expires_at: parseTimeText(expires_at)?.toISOString() ?? null,
    rate_limit_per_minute: Number(rate_limit_per_minute),
    ...(scope === 'all' ? {} : { [scope]: values[scope] }),
  };
}
