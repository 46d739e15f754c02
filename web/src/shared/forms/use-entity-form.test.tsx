import { ApiError, NetworkError } from '@/shared/api/errors';
import { TextField } from '@/shared/ui/field';
import { renderPage } from '@/test/serve';
import { zodResolver } from '@hookform/resolvers/zod';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { z } from 'zod/mini';
import { DialogForm } from './dialog-form';
import { EditorForm } from './editor-page';
import { checkedBy, useEntityForm } from './use-entity-form';

const schema = z.object({
  name: z.string().check(z.minLength(1, 'missing')),
  host: z.string(),
  plants: z.array(z.number()),
  secret: z.string(),
});
type Values = z.infer<typeof schema>;

interface ProbeProps {
  save: (checked: Values) => Promise<string>;
  onSaved?: (saved: string) => void;
  onFailed?: (failure: unknown) => void;
}

function Probe({ save, ...told }: ProbeProps) {
  const form = useEntityForm<Values, string>({
    resolver: zodResolver(schema),
    initial: { name: '', host: 'here', plants: [1, 2], secret: '' },
    problemText: (key) => `The name is ${key}`,
    isShown: (path) => path !== 'secret',
    unique: 'name',
    save,
    ...told,
  });
  return (
    <EditorForm title="Machine" form={form} saveLabel="Save" onCancel={() => undefined}>
      <TextField label="Name" {...form.field('name')} />
      <TextField label="Host" {...form.field('host')} />
      <p>{form.problem('plants')}</p>
      <button type="button" onClick={() => form.set({ name: 'Mill', plants: [] })}>
        Mill
      </button>
    </EditorForm>
  );
}

const saving = async (save: ProbeProps['save'], name = 'Lathe') => {
  const onSaved = vi.fn();
  renderPage(<Probe save={save} onSaved={onSaved} />);
  if (name !== '') await userEvent.type(screen.getByLabelText('Name'), name);
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  return onSaved;
};
const refusing = (error: Error) => () => Promise.reject(error);

it('hands on what was saved', async () => {
  const save = vi.fn((values: Values) => Promise.resolve(values.name));
  const onSaved = await saving(save);
  expect(save).toHaveBeenCalledWith({ name: 'Lathe', host: 'here', plants: [1, 2], secret: '' });
  expect(onSaved).toHaveBeenCalledWith('Lathe');
});

it('sends nothing while a field is wrong, and says what is', async () => {
  const save = vi.fn(() => Promise.resolve(''));
  await saving(save, '');
  expect(await screen.findByRole('alert')).toHaveTextContent('The name is missing');
  expect(save).not.toHaveBeenCalled();
});

it('puts a refusal beside its field, and the focus into it', async () => {
  await saving(refusing(new ApiError(422, '', [{ field: 'host', message: 'Unknown host' }])));
  expect(await screen.findByRole('alert')).toHaveTextContent('Unknown host');
  expect(screen.getByLabelText('Host')).toBeInvalid();
  await waitFor(() => expect(screen.getByLabelText('Host')).toHaveFocus());
});

it('tells of a list what was refused of its first wrong element', async () => {
  await saving(refusing(new ApiError(422, '', [{ field: 'plants.1', message: 'No such plant' }])));
  expect(await screen.findByText('No such plant')).toBeInTheDocument();
});

it('checks anew what is set together, and forgets what was refused', async () => {
  await saving(refusing(new ApiError(422, '', [{ field: 'plants.1', message: 'No such plant' }])));
  await userEvent.clear(screen.getByLabelText('Name'));
  expect(await screen.findByText('The name is missing')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Mill' }));
  expect(screen.getByLabelText('Name')).toHaveValue('Mill');
  await waitFor(() => expect(screen.queryByText('The name is missing')).not.toBeInTheDocument());
  expect(screen.queryByText('No such plant')).not.toBeInTheDocument();
});

it('leaves it to the page to tell what belongs to no field, where the page wants to', async () => {
  const onFailed = vi.fn();
  const failure = new NetworkError(null);
  renderPage(<Probe save={refusing(failure)} onFailed={onFailed} />);
  await userEvent.type(screen.getByLabelText('Name'), 'Lathe');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(onFailed).toHaveBeenCalledWith(failure));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

it('tells a refusal of a field that is out of sight above the buttons', async () => {
  await saving(refusing(new ApiError(422, '', [{ field: 'secret', message: 'Too short' }])));
  expect(await screen.findByRole('alert')).toHaveTextContent('secret: Too short');
});

it('puts a conflict beside what has to be unique', async () => {
  await saving(refusing(new ApiError(409, 'There is a Lathe already')));
  expect(await screen.findByRole('alert')).toHaveTextContent('There is a Lathe already');
  expect(screen.getByLabelText('Name')).toBeInvalid();
});

it('keeps what was typed when the server does not answer', async () => {
  await saving(refusing(new NetworkError(null)));
  expect(await screen.findByRole('alert')).toBeInTheDocument();
  expect(screen.getByLabelText('Name')).toHaveValue('Lathe');
});

interface Hours {
  shifts: { from: string }[];
}

function ShiftsProbe() {
  const form = useEntityForm<Hours, unknown>({
    resolver: checkedBy(({ shifts }) => (shifts[1]?.from === '' ? { 'shifts.1.from': 'missing' } : {})),
    initial: { shifts: [{ from: '06:00' }, { from: '' }] },
    problemText: (key) => `The hour is ${key}`,
    save: () => Promise.resolve(),
  });
  return (
    <DialogForm form={form} saveLabel="Save" onCancel={() => undefined}>
      <TextField label="First" {...form.field('shifts.0.from')} />
      <TextField label="Second" {...form.field('shifts.1.from')} />
    </DialogForm>
  );
}

it('finds the field of a problem by its path', async () => {
  renderPage(<ShiftsProbe />);
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The hour is missing');
  await waitFor(() => expect(screen.getByLabelText('Second')).toHaveFocus());
});
