import type { Violation } from '@/shared/api/types';
import { aViolation } from '@/test/builders/quality';
import { renderPage, serve } from '@/test/serve';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { listenForShortcuts } from '@/shared/lib/shortcuts';
import { ViolationList } from './violation-list';

const rows = [3, 2, 1].map((id) => aViolation({ id, characteristic_name: `Bore ${id}` }));

const list = (fresh: Violation[], canAcknowledge = true) => (
  <ViolationList
    fresh={fresh}
    isFirstPage
    canAcknowledge={canAcknowledge}
    onRefresh={() => undefined}
    empty="nothing"
  />
);

const show = (canAcknowledge = true) => {
  serve({ 'GET /api/v1/violations/reason-codes': () => ({ body: ['Tool Change'] }) });
  const { rerender } = renderPage(list(rows, canAcknowledge));
  return { bring: (fresh: Violation[]) => rerender(list(fresh, canAcknowledge)) };
};
const names = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getByRole('link').textContent);
const boxes = () => screen.getAllByRole('checkbox', { name: /^Select rule/ });
const bulk = () => screen.getByRole('button', { name: /^Bulk Acknowledge/ });
const oneMore = [aViolation({ id: 4, characteristic_name: 'Bore 4' }), ...rows];

describe('the list of violations', () => {
  it('shows new violations at once while nobody works with it', () => {
    const { bring } = show();
    bring(oneMore);
    expect(names()).toEqual(['Bore 4', 'Bore 3', 'Bore 2', 'Bore 1']);
  });

  it('keeps every row in its place while something is selected, and counts what is new', async () => {
    const { bring } = show();
    await userEvent.click(boxes()[1]!);
    bring(oneMore);
    expect(names()).toEqual(['Bore 3', 'Bore 2', 'Bore 1']);
    await userEvent.click(screen.getByRole('button', { name: '1 new violation' }));
    expect(names()).toEqual(['Bore 4', 'Bore 3', 'Bore 2', 'Bore 1']);
    expect(boxes()[2]).toBeChecked();
  });

  it('selects a range with Shift', async () => {
    show();
    await userEvent.click(boxes()[0]!);
    fireEvent.click(boxes()[2]!, { shiftKey: true });
    expect(bulk()).toHaveTextContent('Bulk Acknowledge (3)');
  });

  it('selects and clears the whole page', async () => {
    show();
    const all = screen.getByRole('checkbox', { name: 'Select all on this page' });
    await userEvent.click(all);
    expect(bulk()).toHaveTextContent('Bulk Acknowledge (3)');
    await userEvent.click(all);
    expect(bulk()).toBeDisabled();
  });

  it('lets go of a selected row that somebody else has acknowledged', async () => {
    const { bring } = show();
    await userEvent.click(boxes()[0]!);
    await userEvent.click(boxes()[1]!);
    bring([{ ...rows[0]!, acknowledged: true, ack_user: 'admin' }, ...rows.slice(1)]);
    expect(bulk()).toHaveTextContent('Bulk Acknowledge (1)');
  });

  it('asks for the reason of the row whose button was pressed', async () => {
    show();
    await userEvent.click(screen.getByRole('button', { name: /^Acknowledge rule 1, Bore 2/ }));
    expect(within(screen.getByRole('dialog')).getByText('Bore 2')).toBeInTheDocument();
  });

  it('offers an operator nothing to select or acknowledge', () => {
    show(false);
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Acknowledge/ })).not.toBeInTheDocument();
    expect(screen.getByText('Violations are acknowledged by supervisors.')).toBeInTheDocument();
  });
});

describe('the keys of the list', () => {
  let stop: () => void;
  beforeEach(() => (stop = listenForShortcuts(window)));
  afterEach(() => stop());

  it('walk through the rows and select', async () => {
    show();
    await userEvent.keyboard('jjk[ArrowDown][Space]');
    expect(boxes().map((box) => (box as HTMLInputElement).checked)).toEqual([false, true, false]);
  });

  it('acknowledge the row', async () => {
    show();
    await userEvent.keyboard('ja');
    expect(within(await screen.findByRole('dialog')).getByText('Bore 3')).toBeInTheDocument();
  });

  it('stand on the same row again after the dialog was left', async () => {
    show();
    await userEvent.keyboard('jja');
    await screen.findByRole('dialog');
    await userEvent.keyboard('[Escape]');
    await waitFor(() => expect(screen.getAllByRole('row')[2]).toHaveFocus());
  });

  it('acknowledge the selection before the row', async () => {
    show();
    await userEvent.keyboard('j[Space]j[Space]ja');
    expect(await screen.findByText('2 violations of one characteristic')).toBeInTheDocument();
  });

  it('clear the selection', async () => {
    show();
    await userEvent.keyboard('j[Space][Escape]');
    await waitFor(() => expect(bulk()).toBeDisabled());
  });
});
