// The value of a node as people read it. Pure.
import type { Tone } from '@/shared/ui/badge';
import type { OpcuaNodeValue } from '@/shared/api/types';

export type Quality = 'good' | 'uncertain' | 'bad';

/** Status codes are named by their severity first: Good, UncertainSensorNotAccurate, BadSensorFailure. */
export function qualityOf({ status_code }: Pick<OpcuaNodeValue, 'status_code'>): Quality {
  if (status_code.startsWith('Good')) return 'good';
  return status_code.startsWith('Uncertain') ? 'uncertain' : 'bad';
}

export const qualityTone: Record<Quality, Tone> = { good: 'ok', uncertain: 'caution', bad: 'alarm' };

export const isScalar = (value: unknown): value is number | boolean | string =>
  ['number', 'boolean', 'string'].includes(typeof value);

/** Null: the node holds no value. Arrays and structures are written as JSON. */
export function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return isScalar(value) ? String(value) : JSON.stringify(value);
}
