// Which rows of a table are chosen, by id. Pure. Some rows may be no choice.

interface Row {
  id: number;
}

export interface Selection {
  ids: ReadonlySet<number>;
  /** Where a range begins that Shift extends. */
  anchor: number | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

/** How rows are chosen of which only some can be. */
export function selecting<R extends Row>(canSelect: (row: R) => boolean) {
  const choicesOf = (rows: readonly R[]): R[] => rows.filter(canSelect);

  const extent = ({ ids }: Selection, rows: readonly R[]): 'none' | 'some' | 'all' => {
    const choices = choicesOf(rows);
    const chosen = choices.filter(({ id }) => ids.has(id)).length;
    if (chosen === 0) return 'none';
    return chosen === choices.length ? 'all' : 'some';
  };

  return {
    choicesOf,
    extent,

    /** Sets one row, or with a range all from the anchor to it, to what the row itself becomes. */
    toggle: ({ ids, anchor }: Selection, rows: readonly R[], id: number, range = false): Selection => {
      const target = rows.findIndex((row) => row.id === id);
      const row = rows[target];
      if (!row || !canSelect(row)) return { ids, anchor };
      const from = range ? rows.findIndex((item) => item.id === anchor) : target;
      const start = from < 0 ? target : from;
      const touched = choicesOf(rows.slice(Math.min(start, target), Math.max(start, target) + 1));
      const next = new Set(ids);
      const choose = !ids.has(id);
      for (const item of touched) {
        if (choose) next.add(item.id);
        else next.delete(item.id);
      }
      return { ids: next, anchor: id };
    },

    /** Everything that can be chosen, or nothing when all of it is chosen already. */
    toggleAll: (selection: Selection, rows: readonly R[]): Selection =>
      extent(selection, rows) === 'all'
        ? nothingSelected
        : { ids: new Set(choicesOf(rows).map(({ id }) => id)), anchor: selection.anchor },

    /** The chosen rows that can still be; what has changed meanwhile is left out. */
    chosenOf: ({ ids }: Selection, rows: readonly R[]): R[] =>
      choicesOf(rows).filter(({ id }) => ids.has(id)),
  };
}
