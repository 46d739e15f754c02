import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { Column } from './columns';
import { DataTable } from './data-table';
import { ExportButton } from './export-button';
import { nothingSelected, selecting } from './selection';
import { useSortedRows } from './use-sorted-rows';

interface Machine {
  id: number;
  name: string;
  age: number;
}
const machines: Machine[] = [
  { id: 1, name: 'Mill', age: 3 },
  { id: 2, name: 'Lathe', age: 9 },
  { id: 3, name: 'Saw', age: 5 },
];
const columns: Column<Machine>[] = [
  {
    key: 'name',
    head: 'Name',
    isRowHead: true,
    isSortable: true,
    cell: ({ name }) => name,
    value: ({ name }) => name,
  },
  { key: 'age', head: 'Age', cell: ({ age }) => age },
  {
    key: 'hours',
    head: 'Hours',
    isSortable: true,
    startsDescending: true,
    cell: () => null,
    value: ({ age }) => age,
  },
  { key: 'actions', head: 'Actions', isHeadHidden: true, cell: () => <button type="button">Stop</button> },
];
const isYoung = ({ age }: Machine) => age < 9;
const { toggle, toggleAll, extent, choicesOf } = selecting(isYoung);

function Probe({ onOpen }: { onOpen?: (machine: Machine) => void }) {
  const { rows, sort } = useSortedRows(machines, columns);
  const [chosen, setChosen] = useState(nothingSelected);
  return (
    <>
      <DataTable
        caption="Machines"
        columns={columns}
        rows={rows}
        sort={sort}
        selection={{
          value: chosen,
          extent: extent(chosen, rows),
          canSelect: isYoung,
          hasChoices: choicesOf(rows).length > 0,
          nameOf: ({ name }) => name,
          onToggle: (id, range) => setChosen((now) => toggle(now, rows, id, range)),
          onToggleAll: () => setChosen((now) => toggleAll(now, rows)),
        }}
        {...(onOpen && { onOpen })}
      />
      <output>{[...chosen.ids].join(' ')}</output>
    </>
  );
}
const names = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map(({ textContent }) => textContent.replace(/\d.*/, ''));
const row = (name: string) => screen.getByRole('row', { name: new RegExp(name) });
const chosen = () => screen.getByRole('status').textContent;

it('says what it is a table of', () => {
  render(<Probe />);
  expect(screen.getByRole('table', { name: 'Machines' })).toBeInTheDocument();
});

it('is ordered by the head of a column, and the other way by the second click', async () => {
  render(<Probe />);
  await userEvent.click(screen.getByRole('button', { name: 'Name' }));
  expect(names()).toEqual(['Lathe', 'Mill', 'Saw']);
  expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await userEvent.click(screen.getByRole('button', { name: 'Name' }));
  expect(names()).toEqual(['Saw', 'Mill', 'Lathe']);
});

it('has its own order again after the third click', async () => {
  render(<Probe />);
  for (let click = 1; click <= 3; click += 1)
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
  expect(names()).toEqual(['Mill', 'Lathe', 'Saw']);
});

it('begins with the largest where the column says so', async () => {
  render(<Probe />);
  await userEvent.click(screen.getByRole('button', { name: 'Hours' }));
  expect(names()).toEqual(['Lathe', 'Saw', 'Mill']);
});

it('says what a row is about', () => {
  render(<Probe />);
  expect(screen.getByRole('rowheader', { name: 'Lathe' })).toBeInTheDocument();
});

it('offers no order for a column that has none', () => {
  render(<Probe />);
  expect(screen.queryByRole('button', { name: 'Age' })).not.toBeInTheDocument();
});

it('chooses all that can be chosen', async () => {
  render(<Probe />);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select all on this page' }));
  expect(chosen()).toBe('1 3');
});

it('has no box where there is no choice', () => {
  render(<Probe />);
  expect(screen.queryByRole('checkbox', { name: 'Select Lathe' })).not.toBeInTheDocument();
});

it('opens a row that is clicked', async () => {
  const open = vi.fn();
  render(<Probe onOpen={open} />);
  await userEvent.click(screen.getByText('Saw'));
  expect(open).toHaveBeenCalledWith(machines[2]);
});

it('leaves a click to the control that it hits', async () => {
  const open = vi.fn();
  render(<Probe onOpen={open} />);
  await userEvent.click(screen.getAllByRole('button', { name: 'Stop' })[0]!);
  expect(open).not.toHaveBeenCalled();
});

describe('with the keys', () => {
  const start = (onOpen = vi.fn()) => {
    render(<Probe onOpen={onOpen} />);
    row('Mill').focus();
    return onOpen;
  };

  it.each([
    ['{ArrowDown}', 'Lathe'],
    ['{ArrowDown}{ArrowDown}{ArrowDown}', 'Saw'],
    ['{End}', 'Saw'],
    ['{End}{ArrowUp}', 'Lathe'],
    ['{End}{Home}', 'Mill'],
  ])('%s goes to %s', async (keys, name) => {
    start();
    await userEvent.keyboard(keys);
    expect(row(name)).toHaveFocus();
  });

  it('Enter opens the row', async () => {
    const open = start();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(open).toHaveBeenCalledWith(machines[1]);
  });

  it('Space chooses it, if it can be chosen', async () => {
    start();
    await userEvent.keyboard(' {ArrowDown} ');
    expect(chosen()).toBe('1');
  });

  it('one Tab leaves the rows aside', () => {
    render(<Probe />);
    expect(machines.filter(({ name }) => row(name).tabIndex === 0).map(({ name }) => name)).toEqual(['Mill']);
  });
});

it('gives a table to a spreadsheet under its name', async () => {
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  const createObjectURL = vi.fn<(content: Blob) => string>(() => 'blob:table');
  Object.assign(URL, { createObjectURL, revokeObjectURL: () => undefined });
  render(<ExportButton csv={() => 'Name\r\nMill'} name="My machines" />);
  await userEvent.click(screen.getByRole('button', { name: 'Download CSV' }));
  expect(click.mock.contexts[0]).toHaveProperty('download', 'My-machines.csv');
  expect(createObjectURL.mock.calls[0]?.[0].size).toBe('Name\r\nMill'.length);
});
