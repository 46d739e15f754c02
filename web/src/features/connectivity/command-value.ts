// What is typed as the value of a metric, as the metric's datatype wants it. Pure.
import type { SparkplugMetric } from '@/shared/api/types';
import { parseNumber } from '@/shared/lib/number-text';

export type ValueKind = 'boolean' | 'number' | 'text';

const TEXTS = new Set(['String', 'Text', 'UUID']);

export const kindOf = ({ datatype }: Pick<SparkplugMetric, 'datatype'>): ValueKind => {
  if (datatype === 'Boolean') return 'boolean';
  return TEXTS.has(datatype) ? 'text' : 'number';
};

export type ValueProblem = 'number' | 'value';

/** The value, or what is wrong with it. Whether a number fits its datatype, the server knows. */
export function commandValue(
  typed: string,
  kind: ValueKind,
): { value: boolean | number | string } | { problem: ValueProblem } {
  if (kind === 'boolean') return { value: typed === 'true' };
  if (kind === 'text') return typed === '' ? { problem: 'value' } : { value: typed };
  const value = parseNumber(typed);
  return typeof value === 'number' ? { value } : { problem: 'number' };
}
