// The row of fields as a list of texts: how many there are, and what pasting and adding do to them. Pure.
import type { Characteristic } from '@/shared/api/types';
import { splitNumbers } from '@/shared/lib/number-text';
import { isCounted, maxReadings } from './entry-check';

/** The texts of a form that nothing has been typed into; the inspected size is usually the planned one. */
export function emptyTexts(characteristic: Characteristic): string[] {
  const { subgroup_size } = characteristic;
  return isCounted(characteristic)
    ? ['', String(subgroup_size)]
    : Array.from({ length: subgroup_size }, () => '');
}

export interface Pasted {
  texts: string[];
  /** Field to go on in: the one after the last that was filled. */
  next: number;
  /** Numbers for which there was no field. */
  dropped: number;
}

/** Several numbers fill the fields from `at` on; null when the text is at most one, which the browser pastes itself. */
export function pasteNumbers(
  characteristic: Characteristic,
  texts: readonly string[],
  at: number,
  pasted: string,
): Pasted | null {
  const numbers = splitNumbers(pasted);
  if (numbers.length < 2) return null;
  const room = isCounted(characteristic) ? texts.length : maxReadings(characteristic);
  const taken = numbers.slice(0, Math.max(0, room - at));
  const filled = [...texts];
  taken.forEach((text, index) => {
    filled[at + index] = text;
  });
  return {
    texts: filled,
    next: Math.min(at + taken.length, filled.length - 1),
    dropped: numbers.length - taken.length,
  };
}

/** One more reading than planned, where the subgroup mode allows it. */
export const canAddField = (characteristic: Characteristic, texts: readonly string[]): boolean =>
  !isCounted(characteristic) && texts.length < maxReadings(characteristic);
