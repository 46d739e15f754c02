import { parseNumber } from '@/shared/lib/number-text';

export interface ParsedEntry {
  values: number[];
  /** Index of the first text that is not a number. */
  badIndex: number | null;
}

/** The numbers of the fields; empty ones at any place are left out. */
export function parseEntry(texts: readonly string[]): ParsedEntry {
  const parsed = texts.map(parseNumber);
  const badIndex = parsed.indexOf('invalid');
  return {
    values: parsed.filter((value) => typeof value === 'number'),
    badIndex: badIndex < 0 ? null : badIndex,
  };
}
