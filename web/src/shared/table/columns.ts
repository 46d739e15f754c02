// The columns of a table, and what follows from them: the order of the rows, and a file for a spreadsheet.
import { type CsvCell, csvText } from '@/shared/lib/csv';
import type { ReactNode } from 'react';

export interface Column<Row> {
  key: string;
  head: string;
  /** For assistive technology only, such as over a column of buttons. */
  isHeadHidden?: boolean;
  cell: (row: Row) => ReactNode;
  /** What the cell says as a plain value: for the file, and for the order of rows. A column without it is in no file. */
  value?: (row: Row) => CsvCell;
  isSortable?: boolean;
  isNumber?: boolean;
  /** Of the cells. */
  className?: string;
  headClassName?: string;
}

export interface Sort {
  key: string;
  isDescending: boolean;
}

const compare = (a: CsvCell, b: CsvCell): number => {
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

/** The rows as CSV, with the heads of the columns as first line. */
export function tableCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const told = columns.flatMap(({ head, value }) => (value ? [{ head, value }] : []));
  return csvText([told.map(({ head }) => head), ...rows.map((row) => told.map(({ value }) => value(row)))]);
}
