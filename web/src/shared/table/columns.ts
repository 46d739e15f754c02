// The columns of a table, and the order of its rows that follows from them.
import type { ReactNode } from 'react';

type Value = string | number | null;

export interface Column<Row> {
  key: string;
  head: string;
  /** For assistive technology only, such as over a column of buttons. */
  isHeadHidden?: boolean;
  cell: (row: Row) => ReactNode;
  /** What the cell says as a plain value, for the order of the rows. */
  value?: (row: Row) => Value;
  isSortable?: boolean;
  /** The first click on its head brings the largest to the top. */
  startsDescending?: boolean;
  /** Its cells say what their rows are. */
  isRowHead?: boolean;
  isNumber?: boolean;
  /** Of the cells. */
  className?: string;
  headClassName?: string;
}

export interface Sort {
  key: string;
  isDescending: boolean;
}

const compare = (a: Value, b: Value): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
};

/** Rows by the values of a column; what has no value comes last, whichever way. Equal ones keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): Row[] {
  const value = columns.find(({ key }) => key === sort?.key)?.value;
  if (!sort || !value) return [...rows];
  const sign = sort.isDescending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    return compare(a, b) * (a === null || b === null ? 1 : sign);
  });
}
