import type { Sparkplug } from '@/shared/api/types';
import { renderPage, serve } from '@/test/serve';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EdgeNodes } from './edge-nodes';

const now = Date.parse('2026-02-12T08:10:00Z');
const time = '2026-02-12T08:00:00Z';

const view = (change: Partial<Sparkplug> = {}): Sparkplug => ({
  host_id: 'quality',
  is_connected: true,
  error_message: null,
  nodes: [
    {
      group: 'Plant',
      node: 'Cell 4',
      state: 'stale',
      since: time,
      last_seen: time,
      metric_count: 1,
      messages_received: 12,
      births: 2,
      births_asked_for: 1,
      sequence_gaps: 3,
      repeated_messages: 0,
      ignored_deaths: 0,
      unresolved_metrics: 0,
      held_values: 0,
      resolved_values: 0,
      last_reason: 'messages are missing: 4',
      devices: [{ device: 'Robot', state: 'offline', since: time, last_seen: time, metric_count: 2 }],
    },
  ],
  other_hosts: [],
  messages_received: 12,
  invalid_payloads: 0,
  ignored_retained: 0,
  last_invalid: null,
  ...change,
});

const show = (answers: Parameters<typeof serve>[0] = {}) => {
  const sent = serve({ 'GET /api/v1/brokers/3/sparkplug': () => ({ body: view() }), ...answers });
  renderPage(<EdgeNodes brokerId={3} now={now} />);
  return { posts: () => sent.filter(({ method }) => method === 'POST') };
};
const metric = (name: string, datatype: string) => ({
  name,
  datatype,
  alias: null,
  is_stale: false,
  since: time,
});
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));

describe('the edge nodes of a broker', () => {
  it('show who is there and who is not', async () => {
    show();
    expect(await screen.findByText('Cell 4')).toBeInTheDocument();
    expect(screen.getByText('Stale')).toBeInTheDocument();
    expect(screen.getByText('Offline')).toBeInTheDocument();
    expect(screen.getByText(/3 gaps · messages are missing: 4/)).toBeInTheDocument();
  });

  it('say so when none was heard', async () => {
    show({ 'GET /api/v1/brokers/3/sparkplug': () => ({ body: view({ nodes: [] }) }) });
    expect(await screen.findByText('No edge node has been heard yet.')).toBeInTheDocument();
  });

  it('are asked for their births', async () => {
    const { posts } = show({
      'POST /api/v1/brokers/3/sparkplug/births': () => ({
        status: 202,
        body: { message: 'Births asked for' },
      }),
    });
    await screen.findByText('Cell 4');
    await press('Ask Plant / Cell 4 for its births');
    await waitFor(() => expect(posts()[0]?.body).toEqual({ group: 'Plant', node: 'Cell 4' }));
  });
});

describe('the command to a device', () => {
  const open = async (answers: Parameters<typeof serve>[0] = {}) => {
    const shown = show({
      'GET /api/v1/brokers/3/sparkplug/metrics': () => ({
        body: [metric('Stop', 'Boolean'), metric('Speed', 'Int32')],
      }),
      'POST /api/v1/brokers/3/sparkplug/commands': () => ({ status: 202, body: { message: 'Command sent' } }),
      ...answers,
    });
    await screen.findByText('Cell 4');
    await press('Write a metric of Plant / Cell 4 / Robot');
    await screen.findByRole('option', { name: 'Speed (Int32)' });
    return shown;
  };
  const choose = (name: string) => userEvent.selectOptions(screen.getByLabelText(/^Metric/), name);

  it('has the datatype of its metric', async () => {
    const { posts } = await open();
    await choose('Stop');
    await press('Send Command');
    await waitFor(() =>
      expect(posts()[0]?.body).toEqual({
        group: 'Plant',
        node: 'Cell 4',
        device: 'Robot',
        metric: 'Stop',
        value: true,
      }),
    );
  });

  it('is not sent without a metric or with what is no number', async () => {
    const { posts } = await open();
    await press('Send Command');
    expect(screen.getByText('Choose a metric')).toBeInTheDocument();
    await choose('Speed');
    await userEvent.type(screen.getByLabelText(/^Value/), 'fast');
    await press('Send Command');
    expect(screen.getByText('A number is needed')).toBeInTheDocument();
    expect(posts()).toHaveLength(0);
  });

  it('shows why the server refuses it', async () => {
    await open({
      'POST /api/v1/brokers/3/sparkplug/commands': () => ({
        status: 400,
        body: { detail: 'The command cannot be sent: the value does not fit' },
      }),
    });
    await choose('Speed');
    await userEvent.type(screen.getByLabelText(/^Value/), '7');
    await press('Send Command');
    const dialog = screen.getByRole('dialog');
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('the value does not fit');
  });
});
