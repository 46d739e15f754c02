// How the number that a machine says becomes the value that is measured, as an engineer types it, the same for topics and
// nodes. Checked and turned into members of requests. Pure.
import { parseNumber } from '@/shared/lib/number-text';
import { z } from 'zod/mini';

export type ValueProblem = 'scale' | 'offset' | 'arrayIndex';

export const ARRAY_USES = ['refuse', 'element', 'subgroup'] as const;
export type ArrayUse = (typeof ARRAY_USES)[number];

const key = (problem: ValueProblem) => problem;
const numberWhere = (problem: ValueProblem, isFit: (value: number) => boolean) =>
  z.string().check(
    z.refine((typed) => {
      const value = parseNumber(typed);
      return typeof value === 'number' && isFit(value);
    }, key(problem)),
  );

export const valueShape = {
  scale: numberWhere('scale', (value) => value !== 0),
  offset: numberWhere('offset', () => true),
  decimal_comma: z.boolean(),
  array_values: z.enum(ARRAY_USES),
  array_index: numberWhere('arrayIndex', (value) => Number.isInteger(value) && value >= 0 && value <= 9_999),
};

export interface ValueForm {
  scale: string;
  offset: string;
  decimal_comma: boolean;
  array_values: ArrayUse;
  array_index: string;
}

interface ValueMembers {
  scale: number;
  offset: number;
  decimal_comma: boolean;
  array_values: ArrayUse;
  array_index: number;
}

export const emptyValue: ValueForm = {
  scale: '1',
  offset: '0',
  decimal_comma: false,
  array_values: 'refuse',
  array_index: '0',
};
export const SCALE_FIELDS = ['scale', 'offset'] as const;
export const VALUE_FIELDS = [...SCALE_FIELDS, 'array_values', 'array_index'] as const;

export const valueFormOf = (members: ValueMembers): ValueForm => ({
  scale: String(members.scale),
  offset: String(members.offset),
  decimal_comma: members.decimal_comma,
  array_values: members.array_values,
  array_index: String(members.array_index),
});

const numberOr = (typed: string, otherwise: number): number => {
  const value = parseNumber(typed);
  return typeof value === 'number' ? value : otherwise;
};

export const toValueMembers = (form: ValueForm): ValueMembers => ({
  scale: numberOr(form.scale, 1),
  offset: numberOr(form.offset, 0),
  decimal_comma: form.decimal_comma,
  array_values: form.array_values,
  array_index: form.array_values === 'element' ? numberOr(form.array_index, 0) : 0,
});
