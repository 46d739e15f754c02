import { type RefObject, useState } from 'react';

interface Place {
  id: number;
  index: number;
}

export interface RowCursor<Row> {
  row: Row | undefined;
  set: (id: number) => void;
  move: (by: number) => void;
}

/** The row that the keys act on. It stays with its row, and takes the next one's place when that has left the list. */
export function useRowCursor<Row extends { id: number }>(
  rows: readonly Row[],
  body: RefObject<HTMLTableSectionElement | null>,
): RowCursor<Row> {
  const [place, setPlace] = useState<Place | null>(null);
  const found = place ? rows.findIndex(({ id }) => id === place.id) : -1;
  const at = found >= 0 || !place ? found : Math.min(place.index, rows.length - 1);

  const go = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setPlace({ id: row.id, index });
    body.current?.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus();
  };
  return {
    row: rows[at],
    set: (id) => setPlace({ id, index: rows.findIndex((row) => row.id === id) }),
    move: (by) => {
      const start = at < 0 && by < 0 ? rows.length : at;
      go(Math.min(Math.max(start + by, 0), rows.length - 1));
    },
  };
}
