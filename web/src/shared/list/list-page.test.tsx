import { renderPage } from '@/test/serve';
import { Button } from '@/shared/ui/button';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Server } from 'lucide-react';
import { ListPage } from './list-page';
import { DeleteButton, ListRow } from './list-row';

interface Machine {
  id: number;
  name: string;
}
const lathe = { id: 1, name: 'Lathe' };
const mill = { id: 2, name: 'Mill' };

interface Shown {
  machines?: Machine[] | undefined;
  error?: Error | null;
  isShown?: (machine: Machine) => boolean;
  remove?: (id: number) => Promise<unknown>;
}

const show = ({ machines, error = null, remove = () => Promise.resolve(), ...rest }: Shown) => {
  const texts = { loading: 'Loading machines', failed: 'Machines failed', list: 'Machines' };
  const told = { done: 'It was removed', failed: 'It was not removed' };
  renderPage(
    <ListPage
      query={{ data: machines, error, refetch: () => undefined }}
      texts={{ ...texts, count: (count) => `${count} of them` }}
      add={<Button>Add</Button>}
      empty="No machine yet"
      row={(machine, onDelete) => (
        <ListRow
          key={machine.id}
          icon={Server}
          name={machine.name}
          actions={<DeleteButton label={`Remove ${machine.name}`} onClick={() => onDelete(machine)} />}
        />
      )}
      deleteDialog={({ id, name }, onClose) => (
        <ConfirmDialog
          title={`Remove ${name}?`}
          confirmLabel="Remove"
          run={() => remove(id)}
          told={told}
          onClose={onClose}
        >
          <p>Its samples stay.</p>
        </ConfirmDialog>
      )}
      {...rest}
    />,
  );
};
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const removing = async (remove: (id: number) => Promise<unknown>) => {
  show({ machines: [lathe, mill], remove });
  await press('Remove Mill');
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove' }));
};

it('says that the rows are on their way', () => {
  show({});
  expect(screen.getByText('Loading machines')).toBeInTheDocument();
});

it('says that they could not be had', () => {
  show({ error: new Error() });
  expect(screen.getByText('Machines failed')).toBeInTheDocument();
});

it('shows its rows, and how many there are', () => {
  show({ machines: [lathe, mill] });
  expect(within(screen.getByRole('list', { name: 'Machines' })).getAllByRole('listitem')).toHaveLength(2);
  expect(screen.getByText('2 of them')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Add' })).toBeInTheDocument();
});

it('counts only those that are shown', () => {
  show({ machines: [lathe, mill], isShown: ({ name }) => name === 'Mill' });
  expect(screen.getByText('1 of them')).toBeInTheDocument();
  expect(screen.queryByText('Lathe')).not.toBeInTheDocument();
});

it('leaves it to what an empty page says to offer the first', () => {
  show({ machines: [] });
  expect(screen.getByText('No machine yet')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Add' })).not.toBeInTheDocument();
});

it('asks before a row is removed', async () => {
  const remove = vi.fn(() => Promise.resolve());
  await removing(remove);
  expect(remove).toHaveBeenCalledWith(2);
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
});

it('keeps asking when the removal failed', async () => {
  await removing(() => Promise.reject(new Error()));
  expect(screen.getByRole('dialog', { name: 'Remove Mill?' })).toBeInTheDocument();
});
