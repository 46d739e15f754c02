import type { OpcuaServer, OpcuaTestResult } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { anOpcuaServer } from '@/test/builders/connections';
import { renderPage, serve } from '@/test/serve';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { Component } from './page';

const show = async (
  address: string,
  stored: OpcuaServer[] = [],
  answers: Parameters<typeof serve>[0] = {},
) => {
  const sent = serve({
    'GET /api/v1/opcua-servers/': () => ({
      body: { items: stored, total: stored.length, offset: 0, limit: 1000 },
    }),
    'GET /api/v1/plants/': () => ({ body: [{ id: 2, name: 'Northfield', code: 'NF' }] }),
    'GET /api/v1/opcua-servers/7/writable-nodes': () => ({ body: [] }),
    'GET /api/v1/opcua-servers/7/reactions': () => ({ body: [] }),
    ...answers,
  });
  renderPage(
    <Routes>
      <Route path="/connectivity/servers" element="the list of servers" />
      <Route path="/connectivity/servers/certificates" element="the certificates" />
      <Route path="/connectivity/servers/new/opcua" element={<Component />} />
      <Route path="/connectivity/servers/opcua/:id" element={<Component />} />
    </Routes>,
    address,
  );
  await screen.findByRole('button', { name: /(Create|Update) Server/ });
  return (method: string) => sent.filter((item) => item.method === method).map(({ body }) => body);
};
const NEW = '/connectivity/servers/new/opcua';
const field = (name: RegExp | string) => screen.getByLabelText(name);
/** All at once: typing letter by letter takes its time in a large form. */
const fill = async (input: HTMLElement, text: string): Promise<void> => {
  input.focus();
  await userEvent.paste(text);
};
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => usePlantSelection.setState({ plantId: 2 }));

describe('a new OPC UA server', () => {
  it('is not sent before it is complete', async () => {
    const sent = await show(NEW);
    await press('Create Server');
    expect(await screen.findAllByText('This is needed')).toHaveLength(2);
    await waitFor(() => expect(field(/^Name/)).toHaveFocus());
    expect(sent('POST')).toHaveLength(0);
  });

  it('is stored for the plant, and the list is shown', async () => {
    const sent = await show(NEW, [], {
      'POST /api/v1/opcua-servers/': () => ({ status: 201, body: anOpcuaServer() }),
    });
    await fill(field(/^Name/), 'PLC 1');
    await fill(field(/^Endpoint/), 'opc.tcp://plc:4840');
    await press('Create Server');
    expect(await screen.findByText('the list of servers')).toBeInTheDocument();
    expect(sent('POST')[0]).toMatchObject({ name: 'PLC 1', plant_id: 2, security_mode: 'None' });
  });

  it('secures all it can when a policy is chosen, and nothing without one', async () => {
    await show(NEW);
    expect(field('Security mode')).toBeDisabled();
    await userEvent.selectOptions(field('Security policy'), 'Aes256-Sha256-RsaPss');
    expect(field('Security mode')).toHaveValue('SignAndEncrypt');
    await userEvent.selectOptions(field('Security mode'), 'Sign');
    expect(field('Security mode')).toHaveValue('Sign');
    await userEvent.selectOptions(field('Security policy'), 'None');
    expect(field('Security mode')).toHaveValue('None');
  });

  it('warns of a password that anybody can read', async () => {
    await show(NEW);
    await userEvent.selectOptions(field('Sign in as'), 'Username + Password');
    expect(screen.getByText(/whoever can listen may read the password/)).toBeInTheDocument();
  });

  it('shows a refusal beside its field', async () => {
    const detail = [
      { loc: ['body', 'client_certificate'], msg: 'Value error, no PEM', type: 'value_error', input: 'x' },
    ];
    await show(NEW, [], { 'POST /api/v1/opcua-servers/': () => ({ status: 422, body: { detail } }) });
    await fill(field(/^Name/), 'PLC 1');
    await fill(field(/^Endpoint/), 'opc.tcp://plc:4840');
    await userEvent.selectOptions(field('Sign in as'), 'Certificate');
    await fill(field('User certificate'), 'x');
    await fill(field('User key'), 'y');
    await press('Create Server');
    await waitFor(() => expect(field('User certificate')).toHaveAccessibleDescription('no PEM'));
  });
});

describe('the test of a connection', () => {
  const answer = (result: OpcuaTestResult) => ({
    'POST /api/v1/opcua-servers/test': () => ({ body: result }),
  });

  it('tells that it succeeded, until a setting is changed', async () => {
    await show(
      NEW,
      [],
      answer({ success: true, message: 'Connected', latency_ms: 3, server_name: 'x', is_untrusted: false }),
    );
    await fill(field(/^Endpoint/), 'opc.tcp://plc:4840');
    await press('Test Connection');
    expect(await screen.findByTestId('test-result')).toHaveTextContent('Connectedin 3 ms');
    await userEvent.selectOptions(field('Security policy'), 'Basic256Sha256');
    await waitFor(() => expect(screen.queryByTestId('test-result')).not.toBeInTheDocument());
  });

  it('leads to the certificates when one is not trusted', async () => {
    const refusal = { success: false, message: 'not trusted', latency_ms: null, server_name: null };
    await show(NEW, [], answer({ ...refusal, is_untrusted: true }));
    await fill(field(/^Endpoint/), 'opc.tcp://plc:4840');
    await press('Test Connection');
    await userEvent.click(await screen.findByRole('link', { name: 'Review certificates' }));
    expect(await screen.findByText('the certificates')).toBeInTheDocument();
  });
});

describe('a stored OPC UA server', () => {
  const stored = anOpcuaServer({
    id: 7,
    auth_mode: 'username_password',
    username: 'line',
    has_password: true,
  });
  const EDIT = '/connectivity/servers/opcua/7';
  const saved = { 'PATCH /api/v1/opcua-servers/7': () => ({ body: stored }) };

  it('keeps its password when something else is changed', async () => {
    const sent = await show(EDIT, [stored], saved);
    expect(field(/^Username/)).toHaveValue('line');
    expect(field('Password')).toHaveValue('');
    await fill(field(/^Name/), ' b');
    await press('Update Server');
    await waitFor(() => expect(sent('PATCH')[0]).toEqual({ name: 'PLC 1 b' }));
  });

  it('loses its password on request only', async () => {
    const sent = await show(EDIT, [stored], saved);
    await userEvent.click(field('Remove the stored password'));
    await press('Update Server');
    await waitFor(() => expect(sent('PATCH')[0]).toEqual({ password: null }));
  });

  it('says that a test goes without its password', async () => {
    await show(EDIT, [stored]);
    expect(screen.getByText(/without the stored password/)).toBeInTheDocument();
  });
});
