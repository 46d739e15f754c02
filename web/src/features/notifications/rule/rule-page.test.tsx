import type { NotificationRule } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { aBroker, aChannel, aNotificationRule, anOpcuaServer } from '@/test/builders/connections';
import { renderPage, serve } from '@/test/serve';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { Component } from './page';

type Answer = () => { status?: number; body: unknown };

const show = async (
  address: string,
  stored: NotificationRule[] = [],
  answers: Record<string, Answer> = {},
) => {
  const sent = serve({
    'GET /api/v1/notifications/rules': () => ({ body: { items: stored } }),
    'GET /api/v1/notifications/channels': () => ({
      body: { items: [aChannel(), aChannel({ id: 2, name: 'Elsewhere', plant_id: 3 })] },
    }),
    'GET /api/v1/plants/': () => ({ body: [{ id: 2, name: 'Northfield', code: 'NF' }] }),
    ...answers,
  });
  renderPage(
    <Routes>
      <Route path="/notifications/rules" element="the list of rules" />
      <Route path="/notifications/rules/new" element={<Component />} />
      <Route path="/notifications/rules/:id" element={<Component />} />
    </Routes>,
    address,
  );
  await screen.findAllByLabelText('Shift phone (Webhook)');
  return (method: string) => sent.filter((item) => item.method === method);
};
const NEW = '/notifications/rules/new';
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => usePlantSelection.setState({ plantId: 2 }));

describe('a new rule', () => {
  it('is not sent before it is complete', async () => {
    const sent = await show(NEW);
    await press('Create Rule');
    expect(await screen.findAllByText('This is needed')).toHaveLength(2);
    expect(sent('POST')).toHaveLength(0);
  });

  it('is stored for the plant, and the list is shown', async () => {
    const sent = await show(NEW, [], {
      'POST /api/v1/notifications/rules': () => ({ status: 201, body: aNotificationRule() }),
    });
    await userEvent.type(screen.getByLabelText(/^Name/), 'Night');
    await userEvent.click(screen.getByLabelText('Shift phone (Webhook)'));
    await press('Create Rule');
    expect(await screen.findByText('the list of rules')).toBeInTheDocument();
    expect(sent('POST')[0]?.body).toMatchObject({ name: 'Night', plant_id: 2, channel_ids: [1] });
  });

  it('offers the channels of its plant alone', async () => {
    await show(NEW);
    expect(screen.queryByLabelText(/Elsewhere/)).not.toBeInTheDocument();
  });

  it('asks for minutes when silence is told', async () => {
    await show(NEW);
    expect(screen.queryByLabelText(/^No data for/)).not.toBeInTheDocument();
    await userEvent.click(screen.getByLabelText('No data'));
    expect(screen.getByLabelText(/^No data for/)).toHaveValue('60');
  });

  it('asks which connections it is about, and how long a loss must last', async () => {
    const sent = await show(NEW, [], {
      'GET /api/v1/brokers/': () => ({
        body: { items: [aBroker({ id: 5, name: 'Line 3' }), aBroker({ id: 6, name: 'Far', plant_id: 3 })] },
      }),
      'GET /api/v1/opcua-servers/': () => ({ body: { items: [anOpcuaServer({ id: 7, name: 'Press' })] } }),
      'POST /api/v1/notifications/rules': () => ({ status: 201, body: aNotificationRule() }),
    });
    await userEvent.click(screen.getByLabelText('Connection lost'));
    expect(screen.getByLabelText(/^Connection lost for/)).toHaveValue('60');
    await userEvent.click(await screen.findByLabelText('Line 3'));
    expect(screen.getByLabelText('Press')).toBeInTheDocument();
    expect(screen.queryByLabelText('Far')).not.toBeInTheDocument();
    await userEvent.type(screen.getByLabelText(/^Name/), 'Night');
    await userEvent.click(screen.getByLabelText('Shift phone (Webhook)'));
    await press('Create Rule');
    await waitFor(() =>
      expect(sent('POST')[0]?.body).toMatchObject({
        events: ['violation', 'connection_lost'],
        connection_lost_seconds: 60,
        broker_ids: [5],
        opcua_server_ids: [],
      }),
    );
  });

  it('shows beside the name that it is taken', async () => {
    await show(NEW, [], {
      'POST /api/v1/notifications/rules': () => ({ status: 409, body: { detail: 'exists already' } }),
    });
    await userEvent.type(screen.getByLabelText(/^Name/), 'Night');
    await userEvent.click(screen.getByLabelText('Shift phone (Webhook)'));
    await press('Create Rule');
    await waitFor(() => expect(screen.getByLabelText(/^Name/)).toHaveAccessibleDescription('exists already'));
  });
});

describe('a stored rule', () => {
  it('is replaced with its levels and quiet hours', async () => {
    const stored = aNotificationRule({ id: 7, escalation: [{ after_minutes: 10, channel_ids: [1] }] });
    const sent = await show('/notifications/rules/7', [stored], {
      'PUT /api/v1/notifications/rules/7': () => ({ body: stored }),
    });
    await press('Add Level');
    const groups = screen.getAllByLabelText('Shift phone (Webhook)');
    await userEvent.click(groups[groups.length - 1]!);
    await userEvent.click(screen.getByLabelText('Keep quiet at certain hours'));
    await press('Save Changes');
    await screen.findByText('the list of rules');
    expect(sent('PUT')[0]?.body).toMatchObject({
      escalation: [
        { after_minutes: 10, channel_ids: [1] },
        { after_minutes: 40, channel_ids: [1] },
      ],
      quiet_hours: { windows: [{ from: '22:00', to: '06:00' }], critical_breaks_through: true },
    });
  });

  it('shows a refusal of a level beside it', async () => {
    const stored = aNotificationRule({ id: 7, escalation: [{ after_minutes: 10, channel_ids: [1] }] });
    const detail = [
      { loc: ['body', 'escalation', 0, 'after_minutes'], msg: 'Value error, too late', type: 'value_error' },
    ];
    await show('/notifications/rules/7', [stored], {
      'PUT /api/v1/notifications/rules/7': () => ({ status: 422, body: { detail } }),
    });
    await press('Save Changes');
    await waitFor(() =>
      expect(screen.getByLabelText(/^Level 1: after/)).toHaveAccessibleDescription('too late'),
    );
  });
});
