import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { MachineEditor, MachineList } from './plain-page';
import { renderPage, serve } from './serve';

const show = (address: string) => {
  let stored = [
    { id: 1, name: 'Mill', location: 'Hall A' },
    { id: 2, name: 'Lathe', location: 'Hall B' },
  ];
  serve({
    'GET /machines': () => ({ body: stored }),
    'PATCH /machines/2': ({ body }) => {
      stored = stored.map((machine) => (machine.id === 2 ? { ...machine, ...(body as object) } : machine));
      return { body: stored[1] };
    },
    'DELETE /machines/1': () => {
      stored = stored.filter(({ id }) => id !== 1);
      return { body: null };
    },
  });
  renderPage(
    <Routes>
      <Route path="/machines" element={<MachineList />} />
      <Route path="/machines/:id" element={<MachineEditor />} />
    </Routes>,
    address,
  );
};

it('lists, opens, changes and lists again', async () => {
  show('/machines');
  await userEvent.click(await screen.findByText('Lathe'));
  await userEvent.type(await screen.findByLabelText(/^Name/), ' 4');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByRole('rowheader', { name: 'Lathe 4' })).toBeInTheDocument();
});

it('asks before it removes, and leaves the row out then', async () => {
  show('/machines');
  await userEvent.click((await screen.findAllByRole('button', { name: 'Remove' }))[0]!);
  await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(screen.queryByText('Mill')).not.toBeInTheDocument());
  expect(screen.getByText('Lathe')).toBeInTheDocument();
});
