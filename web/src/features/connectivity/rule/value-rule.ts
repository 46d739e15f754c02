// How the number that a machine says becomes the value that is measured, as an engineer types it, the same for topics and
// nodes. Checked and turned into members of requests. Pure.
import { parseNumber } from '@/shared/lib/number-text';
import { z } from 'zod/mini';

export type ValueProblem = 'scale' | 'offset';

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
};

export interface ValueForm {
  scale: string;
  offset: string;
  decimal_comma: boolean;
}

interface ValueMembers {
  scale: number;
  offset: number;
  decimal_comma: boolean;
}

export const emptyValue: ValueForm = { scale: '1', offset: '0', decimal_comma: false };
export const VALUE_FIELDS = ['scale', 'offset'] as const;

export const valueFormOf = ({ scale, offset, decimal_comma }: ValueMembers): ValueForm => ({
  scale: String(scale),
  offset: String(offset),
  decimal_comma,
});

const numberOr = (typed: string, otherwise: number): number => {
  const value = parseNumber(typed);
  return typeof value === 'number' ? value : otherwise;
};

export const toValueMembers = ({ scale, offset, decimal_comma }: ValueForm): ValueMembers => ({
  scale: numberOr(scale, 1),
  offset: numberOr(offset, 0),
  decimal_comma,
});
