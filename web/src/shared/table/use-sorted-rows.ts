import { useMemo, useState } from 'react';
import { type Column, type Sort, sortRows } from './columns';

/** Rows in the order that is asked for with the heads of the columns. The third click at one takes the order back. */
export function useSortedRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[]) {
  const [value, setValue] = useState<Sort | null>(null);
  const onChange = (next: Sort): void => {
    const first = columns.find(({ key }) => key === next.key)?.startsDescending ?? false;
    const isThird = value?.key === next.key && next.isDescending === first;
    setValue(isThird ? null : next);
  };
  return {
    rows: useMemo(() => sortRows(rows, columns, value), [rows, columns, value]),
    sort: { value, onChange },
  };
}
