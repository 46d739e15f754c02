import { ApiError, NetworkError } from '@/shared/api/errors';
import { TextField } from '@/shared/ui/field';
import { renderPage } from '@/test/serve';
import { zodResolver } from '@hookform/resolvers/zod';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { z } from 'zod/mini';
import { EditorForm } from './editor-page';
import { useEntityForm } from './use-entity-form';

const schema = z.object({
  name: z.string().check(z.minLength(1, 'missing')),
  host: z.string(),
  secret: z.string(),
});
type Values = z.infer<typeof schema>;

interface ProbeProps {
  save: (checked: Values) => Promise<string>;
  onSaved?: (saved: string) => void;
}

function Probe({ save, onSaved = () => undefined }: ProbeProps) {
  const form = useEntityForm<Values, string>({
    resolver: zodResolver(schema),
    initial: { name: '', host: 'here', secret: '' },
    problemText: (key) => `The name is ${key}`,
    isHidden: (field) => field === 'secret',
    unique: 'name',
    save,
    onSaved,
  });
  return (
    <EditorForm title="Machine" form={form} saveLabel="Save" onCancel={() => undefined}>
      <TextField label="Name" error={form.problem('name')} {...form.register('name')} />
      <TextField label="Host" error={form.problem('host')} {...form.register('host')} />
      <output>{form.isDirty ? 'changed' : 'as it was'}</output>
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
  expect(save).toHaveBeenCalledWith({ name: 'Lathe', host: 'here', secret: '' });
  expect(onSaved).toHaveBeenCalledWith('Lathe');
});

it('sends nothing while a field is wrong, and says what is', async () => {
  const save = vi.fn(() => Promise.resolve(''));
  await saving(save, '');
  expect(await screen.findByRole('alert')).toHaveTextContent('The name is missing');
  expect(save).not.toHaveBeenCalled();
});

it('knows whether anything was changed', async () => {
  renderPage(<Probe save={() => Promise.resolve('')} />);
  expect(screen.getByText('as it was')).toBeInTheDocument();
  await userEvent.type(screen.getByLabelText('Name'), 'L');
  expect(screen.getByText('changed')).toBeInTheDocument();
});

it('puts a refusal beside its field, and the focus into it', async () => {
  await saving(refusing(new ApiError(422, '', [{ field: 'host', message: 'Unknown host' }])));
  expect(await screen.findByRole('alert')).toHaveTextContent('Unknown host');
  expect(screen.getByLabelText('Host')).toBeInvalid();
  expect(screen.getByLabelText('Host')).toHaveFocus();
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
