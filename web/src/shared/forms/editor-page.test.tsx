import { renderPage } from '@/test/serve';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router';
import { EditorPage } from './editor-page';

interface Machine {
  id: number;
  name: string;
}
const texts = { loading: 'Loading machines', failed: 'Machines failed', notFound: 'No such machine' };
const nothing = { data: undefined, error: null, refetch: () => undefined };
const machines = { ...nothing, data: [{ id: 4, name: 'Lathe' }] };

const show = (address: string, query: Parameters<typeof EditorPage<Machine>>[0]['query']) => {
  const page = (
    <EditorPage query={query} texts={texts}>
      {(machine) => <p>{machine ? machine.name : 'A new one'}</p>}
    </EditorPage>
  );
  renderPage(
    <MemoryRouter initialEntries={[address]}>
      <Routes>
        <Route path="/new" element={page} />
        <Route path="/:id" element={page} />
      </Routes>
    </MemoryRouter>,
    null,
  );
};

it.each([
  ['/new', nothing, 'A new one'],
  ['/4', machines, 'Lathe'],
  ['/4', nothing, 'Loading machines'],
  ['/5', machines, 'No such machine'],
  ['/lathe', machines, 'No such machine'],
  ['/4', { ...nothing, error: new Error() }, 'Machines failed'],
])('shows at %s what is there', (address, query, text) => {
  show(address, query);
  expect(screen.getByText(text)).toBeInTheDocument();
});

it('asks again on demand', async () => {
  const refetch = vi.fn();
  show('/4', { ...nothing, error: new Error(), refetch });
  await userEvent.click(screen.getByRole('button'));
  expect(refetch).toHaveBeenCalledOnce();
});
