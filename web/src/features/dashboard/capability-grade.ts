/** The usual reading of a capability index: 1.33 and above is capable, below 1.0 is not. */
export type Grade = 'ok' | 'caution' | 'alarm';

export function gradeOf(index: number): Grade {
  if (index >= 1.33) return 'ok';
  return index >= 1 ? 'caution' : 'alarm';
}
