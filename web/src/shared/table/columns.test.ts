import { type Column, sortRows } from './columns';

interface Machine {
  name: string;
  age: number | null;
}
const rows: Machine[] = [
  { name: 'Lathe 10', age: 3 },
  { name: 'Lathe 9', age: null },
  { name: '=Mill', age: 12 },
];
const columns: Column<Machine>[] = [
  { key: 'name', head: 'Name', cell: ({ name }) => name, value: ({ name }) => name },
  { key: 'age', head: 'Age', cell: ({ age }) => age, value: ({ age }) => age },
  { key: 'actions', head: 'Actions', cell: () => null },
];
const order = (key: string, isDescending = false) =>
  sortRows(rows, columns, { key, isDescending }).map(({ name }) => name);

it('orders names as people count', () => expect(order('name')).toEqual(['=Mill', 'Lathe 9', 'Lathe 10']));
it('orders numbers by size', () => expect(order('age')).toEqual(['Lathe 10', '=Mill', 'Lathe 9']));
it('keeps what has no value last when the order is turned round', () =>
  expect(order('age', true)).toEqual(['=Mill', 'Lathe 10', 'Lathe 9']));
it('leaves rows alone without an order', () => expect(sortRows(rows, columns, null)).toEqual(rows));
