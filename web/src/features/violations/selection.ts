// Which violations are chosen for acknowledgement, by id. Pure. Only what is still open can be chosen.
import type { Violation } from '@/shared/api/types';

export interface Selection {
  ids: ReadonlySet<number>;
  /** Where a range begins that Shift extends. */
  anchor: number | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

export const isOpen = ({ acknowledged, superseded_at }: Violation): boolean =>
  !acknowledged && superseded_at === null;

export const openOf = (rows: readonly Violation[]): Violation[] => rows.filter(isOpen);

/** Sets one row, or with a range all from the anchor to it, to what the row itself becomes. */
export function toggle(
  { ids, anchor }: Selection,
  rows: readonly Violation[],
  id: number,
  range = false,
): Selection {
  const target = rows.findIndex((row) => row.id === id);
  const row = rows[target];
  if (!row || !isOpen(row)) return { ids, anchor };
  const from = range ? rows.findIndex((item) => item.id === anchor) : target;
  const start = from < 0 ? target : from;
  const touched = openOf(rows.slice(Math.min(start, target), Math.max(start, target) + 1));
  const next = new Set(ids);
  const choose = !ids.has(id);
  for (const item of touched) {
    if (choose) next.add(item.id);
    else next.delete(item.id);
  }
  return { ids: next, anchor: id };
}

/** Everything open on the page, or nothing when all of it is chosen already. */
export function toggleAll(selection: Selection, rows: readonly Violation[]): Selection {
  return extent(selection, rows) === 'all'
    ? nothingSelected
    : { ids: new Set(openOf(rows).map(({ id }) => id)), anchor: selection.anchor };
}

export function extent({ ids }: Selection, rows: readonly Violation[]): 'none' | 'some' | 'all' {
  const open = openOf(rows);
  const chosen = open.filter(({ id }) => ids.has(id)).length;
  if (chosen === 0) return 'none';
  return chosen === open.length ? 'all' : 'some';
}

/** The chosen rows that can still be acknowledged; what a colleague has answered meanwhile is left out. */
export const chosenOf = ({ ids }: Selection, rows: readonly Violation[]): Violation[] =>
  openOf(rows).filter(({ id }) => ids.has(id));
