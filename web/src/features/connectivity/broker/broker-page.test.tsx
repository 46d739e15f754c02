import type { Broker, BrokerTestResult } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { aBroker } from '@/test/builders/connections';
import { renderPage, type Sent, serve } from '@/test/serve';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { Component } from './page';

type Answer = () => { status?: number; body: unknown };

const show = async (address: string, stored: Broker[] = [], answers: Record<string, Answer> = {}) => {
  const sent = serve({
    'GET /api/v1/brokers/': () => ({ body: { items: stored, total: stored.length, offset: 0, limit: 1000 } }),
    'GET /api/v1/plants/': () => ({ body: [{ id: 2, name: 'Northfield', code: 'NF' }] }),
    ...answers,
  });
  renderPage(
    <Routes>
      <Route path="/connectivity/servers" element="the list of servers" />
      <Route path="/connectivity/servers/new/mqtt" element={<Component />} />
      <Route path="/connectivity/servers/mqtt/:id" element={<Component />} />
    </Routes>,
    address,
  );
  await screen.findByRole('button', { name: /(Create|Update) Broker/ });
  return (method: string) => sent.filter((item) => item.method === method);
};
const NEW = '/connectivity/servers/new/mqtt';
const field = (name: RegExp | string) => screen.getByLabelText(name);
/** All at once: typing letter by letter takes its time in a large form. */
const fill = async (input: HTMLElement, text: string): Promise<void> => {
  input.focus();
  await userEvent.paste(text);
};
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const bodyOf = ([first]: Sent[]): unknown => first?.body;

beforeEach(() => usePlantSelection.setState({ plantId: 2 }));

describe('a new broker', () => {
  it('is not sent before it is complete', async () => {
    const sent = await show(NEW);
    await press('Create Broker');
    expect(await screen.findAllByText('This is needed')).toHaveLength(2);
    await waitFor(() => expect(field(/^Name/)).toHaveFocus());
    expect(sent('POST')).toHaveLength(0);
  });

  it('is stored for the plant, and the list is shown', async () => {
    const sent = await show(NEW, [], { 'POST /api/v1/brokers/': () => ({ status: 201, body: aBroker() }) });
    await fill(field(/^Name/), 'Hall A');
    await fill(field(/^Host/), 'broker.example.com');
    await press('Create Broker');
    expect(await screen.findByText('the list of servers')).toBeInTheDocument();
    expect(bodyOf(sent('POST'))).toMatchObject({ name: 'Hall A', port: 1883, plant_id: 2 });
  });

  it('shows a refusal beside its field', async () => {
    const detail = [
      { loc: ['body', 'client_id'], msg: 'Value error, in use', type: 'value_error', input: 'x' },
    ];
    await show(NEW, [], { 'POST /api/v1/brokers/': () => ({ status: 422, body: { detail } }) });
    await fill(field(/^Name/), 'Hall A');
    await fill(field(/^Host/), 'h');
    await press('Create Broker');
    await waitFor(() => expect(field('Client ID')).toHaveAccessibleDescription('in use'));
  });

  it('shows beside the name that it is taken', async () => {
    const body = { detail: "Broker with name 'Hall A' already exists" };
    await show(NEW, [], { 'POST /api/v1/brokers/': () => ({ status: 409, body }) });
    await fill(field(/^Name/), 'Hall A');
    await fill(field(/^Host/), 'h');
    await press('Create Broker');
    await waitFor(() => expect(field(/^Name/)).toHaveAccessibleDescription(/already exists/));
  });

  it('verifies certificates unless somebody insists, and says what that means', async () => {
    await show(NEW);
    await userEvent.click(field('Use TLS'));
    expect(field(/^Port/)).toHaveValue('8883');
    expect(field(/^Verify/)).toBeChecked();
    await userEvent.click(field(/^Verify/));
    expect(screen.getByRole('alert')).toHaveTextContent('anybody may pose as the broker');
  });

  it('reads a certificate from a file', async () => {
    await show(NEW);
    await userEvent.click(field('Use TLS'));
    const file = new File(['-----BEGIN CERTIFICATE-----'], 'ca.pem');
    Object.assign(file, { text: () => Promise.resolve('-----BEGIN CERTIFICATE-----') });
    await userEvent.upload(screen.getByTestId('file-ca_certificate'), file, { applyAccept: false });
    await waitFor(() => expect(field('CA certificate')).toHaveValue('-----BEGIN CERTIFICATE-----'));
  });
});

describe('the test of a connection', () => {
  const answer = (result: BrokerTestResult) => ({ 'POST /api/v1/brokers/test': () => ({ body: result }) });

  it('tells that it succeeded, until a setting is changed', async () => {
    await show(NEW, [], answer({ success: true, message: 'Connected with MQTT 5', latency_ms: 1.5 }));
    await fill(field(/^Host/), 'h');
    await press('Test Connection');
    expect(await screen.findByTestId('test-result')).toHaveTextContent('Connected with MQTT 5in 1.5 ms');
    await fill(field(/^Host/), '2');
    await waitFor(() => expect(screen.queryByTestId('test-result')).not.toBeInTheDocument());
  });

  it('tells why it failed', async () => {
    await show(NEW, [], answer({ success: false, message: 'Connection refused', latency_ms: null }));
    await fill(field(/^Host/), 'h');
    await press('Test Connection');
    expect(await screen.findByTestId('test-result')).toHaveTextContent('Connection refused');
  });
});

describe('a stored broker', () => {
  const stored = aBroker({ id: 7, username: 'line', has_password: true });
  const EDIT = '/connectivity/servers/mqtt/7';
  const saved = { 'PATCH /api/v1/brokers/7': () => ({ body: stored }) };

  it('keeps its password when something else is changed', async () => {
    const sent = await show(EDIT, [stored], saved);
    expect(field('Username')).toHaveValue('line');
    expect(field('Password')).toHaveValue('');
    await fill(field(/^Name/), ' 2');
    await press('Update Broker');
    await waitFor(() => expect(bodyOf(sent('PATCH'))).toEqual({ name: 'Hall A 2' }));
  });

  it('loses its password on request only', async () => {
    const sent = await show(EDIT, [stored], saved);
    await userEvent.click(field('Remove the stored password'));
    await press('Update Broker');
    await waitFor(() => expect(bodyOf(sent('PATCH'))).toEqual({ password: null }));
  });

  it('says that a test goes without its password', async () => {
    await show(EDIT, [stored]);
    expect(screen.getByText(/without the stored password/)).toBeInTheDocument();
    await fill(field('Password'), 'x');
    await waitFor(() => expect(screen.queryByText(/without the stored password/)).not.toBeInTheDocument());
  });
});
