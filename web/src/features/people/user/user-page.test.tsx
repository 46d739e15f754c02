import { aUser } from '@/test/builders/people';
import { renderPage, serve } from '@/test/serve';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { Component } from './page';

interface Answer {
  status?: number;
  body: unknown;
}

const show = (address: string, answers: Record<string, () => Answer> = {}) => {
  const sent = serve({
    'GET /api/v1/users/': () => ({ body: [aUser()] }),
    'GET /api/v1/users/2/sessions': () => ({ body: [] }),
    'GET /api/v1/plants/': () => ({
      body: [
        { id: 2, name: 'Northfield', code: 'NF' },
        { id: 3, name: 'Harbor', code: 'HBF' },
      ],
    }),
    'POST /api/v1/users/': () => ({
      status: 201,
      body: aUser({ id: 9, username: 'new one', plant_roles: [] }),
    }),
    'POST /api/v1/users/9/roles': () => ({ body: aUser({ id: 9 }) }),
    ...answers,
  });
  renderPage(
    <Routes>
      <Route path="/admin/users" element="the list of users" />
      <Route path="/admin/users/new" element={<Component />} />
      <Route path="/admin/users/:id" element={<Component />} />
    </Routes>,
    address,
  );
  return (method: string) => sent.filter((item) => item.method === method);
};
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const invite = async () => {
  await userEvent.selectOptions(await screen.findByLabelText('Northfield'), 'operator');
  await userEvent.type(screen.getByLabelText(/^Username/), 'new one');
  await press('Create User');
};

describe('a new account', () => {
  it('shows the one-time password that it was made with', async () => {
    const sent = show('/admin/users/new');
    await invite();
    const shown = await screen.findByLabelText<HTMLInputElement>('One-time password');
    expect(sent('POST').map(({ body }) => body)).toEqual([
      {
        username: 'new one',
        email: null,
        desk_role: 'none',
        password: shown.value,
        must_change_password: true,
      },
      { plant_id: 2, role: 'operator' },
    ]);
    await press('Done');
    expect(screen.getByText('the list of users')).toBeInTheDocument();
  });

  it('shows its password also when a right was refused, and says which', async () => {
    show('/admin/users/new', {
      'POST /api/v1/users/9/roles': () => ({ status: 404, body: { detail: 'Plant 2 not found' } }),
    });
    await invite();
    expect(await screen.findByLabelText('One-time password')).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent('Plant 2 not found');
  });

  it('tells beside its field that a name is taken', async () => {
    show('/admin/users/new', {
      'POST /api/v1/users/': () => ({ status: 409, body: { detail: 'Username already exists' } }),
    });
    await invite();
    expect(await screen.findByText('Username already exists')).toBeInTheDocument();
    expect(screen.getByLabelText(/^Username/)).toBeInvalid();
  });
});

describe('a stored account', () => {
  it('tells at the roles that the last administrator stays one', async () => {
    const sent = show('/admin/users/2', {
      'POST /api/v1/users/2/roles': () => ({
        status: 409,
        body: { detail: 'Nobody would be administrator' },
      }),
    });
    await userEvent.selectOptions(await screen.findByLabelText('Harbor'), 'supervisor');
    await press('Save Changes');
    expect(await screen.findByRole('alert')).toHaveTextContent('Nobody would be administrator');
    expect(sent('PATCH')).toHaveLength(0);
  });

  it('gets a password that is shown once', async () => {
    show('/admin/users/2', {
      'POST /api/v1/users/2/reset-password': () => ({ body: { password: 'abcd-efgh', sessions_ended: 1 } }),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Reset Password' }));
    await userEvent.click(screen.getAllByRole('button', { name: 'Reset Password' }).at(-1)!);
    expect(await screen.findByLabelText('One-time password')).toHaveValue('abcd-efgh');
    await press('Done');
    await waitFor(() => expect(screen.queryByLabelText('One-time password')).toBeNull());
  });

  it('is told to be unknown where there is none', async () => {
    show('/admin/users/77');
    expect(await screen.findByText('There is no such user')).toBeInTheDocument();
  });
});
