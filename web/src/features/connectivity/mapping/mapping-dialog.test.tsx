import type { OpcuaTrial, TagTrial } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { nodeSource, topicSource } from '@/shared/connectivity/source';
import {
  aBroker,
  aBrokerStatus,
  aMapping,
  aNodeMapping,
  anOpcuaServer,
  anOpcuaStatus,
} from '@/test/builders/connections';
import { aCharacteristic } from '@/test/builders/quality';
import { renderPage, serve } from '@/test/serve';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type Server, serversOf } from '../servers';
import type { Asked } from './mapping-choice';
import { MappingDialog } from './mapping-dialog';

const none = { brokers: [], brokerStatuses: [], opcuaServers: [], opcuaStatuses: [] };
const mqtt = { brokers: [aBroker()], brokerStatuses: [aBrokerStatus()] };
const opcua = { opcuaServers: [anOpcuaServer()], opcuaStatuses: [anOpcuaStatus()] };
const brokerOnly = serversOf({ ...none, ...mqtt }, 2);
const opcuaOnly = serversOf({ ...none, ...opcua }, 2);
const both = serversOf({ ...mqtt, ...opcua }, 2);
const bore = aCharacteristic({ id: 7, name: 'Bore' });

const show = async (
  asked: Asked,
  answers: Parameters<typeof serve>[0] = {},
  servers: readonly Server[] = brokerOnly,
) => {
  const sent = serve({
    'GET /api/v1/characteristics/': () => ({ body: { items: [bore], total: 1 } }),
    'GET /api/v1/plants/2/hierarchies/': () => ({ body: [] }),
    'POST /api/v1/tags/map': () => ({ body: aMapping() }),
    'POST /api/v1/opcua-servers/1/mappings': () => ({ status: 201, body: aNodeMapping() }),
    'PUT /api/v1/opcua-servers/1/mappings/7': () => ({ body: aNodeMapping() }),
    ...answers,
  });
  const onClose = vi.fn();
  const sources = [nodeSource(aNodeMapping({ characteristic_id: 7 }))];
  renderPage(<MappingDialog asked={asked} servers={servers} sources={sources} onClose={onClose} />);
  await screen.findByRole('button', { name: /^Characteristic: (Bore|Choose)/ });
  return { posts: (path: string) => sent.filter(({ url }) => url.pathname === path), onClose };
};
const field = (name: RegExp | string) => screen.getByLabelText(name);
/** All at once: typing letter by letter takes its time in a large form. */
const fill = async (input: HTMLElement, text: string): Promise<void> => {
  input.focus();
  await userEvent.paste(text);
};
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => usePlantSelection.setState({ plantId: 2 }));

describe('the dialog of a mapping', () => {
  it('has the characteristic whose row was asked for, and the only server', async () => {
    const { posts, onClose } = await show({ kind: 'map', characteristicId: 7 });
    expect(await screen.findByRole('button', { name: 'Characteristic: Bore' })).toBeInTheDocument();
    await fill(field(/^Topic/), 'line/1/bore');
    await press('Create Mapping');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(posts('/api/v1/tags/map')[0]?.body).toMatchObject({
      characteristic_id: 7,
      broker_id: 1,
      mqtt_topic: 'line/1/bore',
      payload_format: 'number',
    });
  });

  it('refuses what is no topic, and asks for the characteristic', async () => {
    const { posts } = await show({ kind: 'new' });
    await fill(field(/^Topic/), 'line/#/bore');
    await press('Create Mapping');
    expect(await screen.findByText('+ fills a whole level, and # the last one')).toBeInTheDocument();
    expect(screen.getByText('Choose a characteristic')).toBeInTheDocument();
    expect(posts('/api/v1/tags/map')).toHaveLength(0);
  });

  it('keeps what it does not show when a mapping is edited', async () => {
    const mapping = aMapping({
      characteristic_id: 7,
      is_active: false,
      metric_name: 'T',
      timeout_seconds: 5,
    });
    const { posts } = await show({ kind: 'edit', source: topicSource(mapping) });
    await press('Save Changes');
    await waitFor(() =>
      expect(posts('/api/v1/tags/map')[0]?.body).toMatchObject({
        is_active: false,
        metric_name: 'T',
        timeout_seconds: 5,
      }),
    );
  });

  it('shows beside the pattern why the server cannot use it', async () => {
    const detail = [{ loc: ['body', 'pattern'], msg: 'the pattern does not compile', type: 'x', input: '(' }];
    await show(
      { kind: 'map', characteristicId: 7 },
      { 'POST /api/v1/tags/map': () => ({ status: 422, body: { detail } }) },
    );
    await fill(field(/^Topic/), 'a');
    await userEvent.selectOptions(field('Payload format'), 'text');
    await fill(field(/^Pattern/), '(');
    await press('Create Mapping');
    await waitFor(() =>
      expect(field(/^Pattern/)).toHaveAccessibleDescription('the pattern does not compile'),
    );
  });
});

describe('the trial on live data', () => {
  const reading = {
    topic: 'a',
    received_at: '2026-01-05T06:07:08Z',
    timestamp: null,
    batch_number: null,
    operator_id: null,
    serial_number: null,
    time_problem: null,
    is_uncertain: false,
  };
  const nothing: TagTrial = {
    message_count: 0,
    readable_count: 0,
    readings: [],
    time_fallback_count: 0,
    samples: [],
    sample_count: 0,
    pending_values: 0,
    clock_problem: null,
    identity_problem: null,
  };
  const sample = { batch_number: null, operator_id: null, serial_number: null, is_uncertain: false };
  const trial: TagTrial = {
    ...nothing,
    message_count: 2,
    readable_count: 1,
    sample_count: 1,
    pending_values: 1,
    samples: [
      { ...sample, source: 'line/1', values: [12.5], timestamp: '2026-01-05T06:07:08Z', problem: null },
      {
        ...sample,
        source: null,
        values: [7],
        timestamp: '2026-01-05T06:07:09Z',
        problem: 'needs at least 2',
      },
    ],
    readings: [
      { ...reading, raw_payload: '12.5', value: 12.5, problem: null, time_problem: "no time at 't'" },
      { ...reading, raw_payload: 'off', value: null, problem: "not a number: 'off'" },
    ],
  };

  it('shows the value or the problem of each message, until the rule is changed', async () => {
    const { posts } = await show(
      { kind: 'map', characteristicId: 7 },
      { 'POST /api/v1/tags/test': () => ({ body: trial }) },
    );
    await fill(field(/^Topic/), 'a');
    await press('Try on live data');
    expect(await screen.findByText('1 of 2 messages are measurements')).toBeInTheDocument();
    expect(screen.getByText("not a number: 'off'")).toBeInTheDocument();
    expect(posts('/api/v1/tags/test')[0]?.body).toMatchObject({ mqtt_topic: 'a', duration_seconds: 5 });
    await fill(field(/^Topic/), '/b');
    await waitFor(() => expect(screen.queryByText(/messages are measurements/)).not.toBeInTheDocument());
  });

  it('shows what would be stored, and why a time or a sample does not count', async () => {
    await show({ kind: 'map', characteristicId: 7 }, { 'POST /api/v1/tags/test': () => ({ body: trial }) });
    await fill(field(/^Topic/), 'a');
    await press('Try on live data');
    expect(
      await screen.findByText('1 sample would be stored · 1 value waits for its sample'),
    ).toBeInTheDocument();
    expect(screen.getByText("Counts as of its arrival: no time at 't'")).toBeInTheDocument();
    expect(screen.getByText('line/1')).toBeInTheDocument();
    expect(screen.getByText('needs at least 2')).toBeInTheDocument();
  });

  it('warns of what is odd about the messages together', async () => {
    const odd: TagTrial = {
      ...trial,
      clock_problem: 'the clock is 3 h behind',
      identity_problem: '9 taken twice',
    };
    await show({ kind: 'map', characteristicId: 7 }, { 'POST /api/v1/tags/test': () => ({ body: odd }) });
    await fill(field(/^Topic/), 'a');
    await press('Try on live data');
    expect(await screen.findByText('the clock is 3 h behind')).toBeInTheDocument();
    expect(screen.getByText('9 taken twice')).toBeInTheDocument();
  });

  it('says that nothing arrived', async () => {
    await show({ kind: 'map', characteristicId: 7 }, { 'POST /api/v1/tags/test': () => ({ body: nothing }) });
    await fill(field(/^Topic/), 'a');
    await press('Try on live data');
    expect(await screen.findByText('No message arrived while listening.')).toBeInTheDocument();
  });
});

describe('the mapping of a node', () => {
  const NODES = '/api/v1/opcua-servers/1/mappings';

  it('has the fields of its protocol, and says which source it replaces', async () => {
    const { posts, onClose } = await show({ kind: 'map', characteristicId: 7 }, {}, opcuaOnly);
    expect(screen.getByText(/has a source already, ns=2;s=Line1.Diameter/)).toBeInTheDocument();
    await fill(field(/^Node ID/), 'ns=1;s=Bore');
    await userEvent.selectOptions(field(/^A measurement is/), 'Another value or time');
    await press('Create Mapping');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(posts(NODES)[0]?.body).toMatchObject({
      characteristic_id: 7,
      node_id: 'ns=1;s=Bore',
      change_trigger: 'value_or_time',
      dead_band: null,
      queue_size: 100,
    });
  });

  it('is asked for once the server is chosen, and gives way to a topic with the characteristic kept', async () => {
    const { posts } = await show({ kind: 'map', characteristicId: 7 }, {}, both);
    expect(screen.queryByLabelText(/^Topic/)).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Create Mapping' })).toBeDisabled();
    await userEvent.selectOptions(field(/^Server/), 'PLC 1 (OPC-UA)');
    expect(field(/^Node ID/)).toBeInTheDocument();
    await userEvent.selectOptions(field(/^Server/), 'Hall A (MQTT)');
    await fill(field(/^Topic/), 'line/1');
    await press('Create Mapping');
    await waitFor(() =>
      expect(posts('/api/v1/tags/map')[0]?.body).toMatchObject({ characteristic_id: 7, broker_id: 1 }),
    );
  });

  it('is changed in place, so that readings that wait are kept', async () => {
    const mapping = aNodeMapping({ characteristic_id: 7, is_active: false, timeout_seconds: 5 });
    const { posts, onClose } = await show({ kind: 'edit', source: nodeSource(mapping) }, {}, both);
    await press('Save Changes');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(posts(`${NODES}/7`)[0]).toMatchObject({
      method: 'PUT',
      body: { node_id: 'ns=2;s=Line1.Diameter', is_active: false, timeout_seconds: 5 },
    });
  });

  it('is not sent with what is no node id', async () => {
    const { posts } = await show({ kind: 'map', characteristicId: 7 }, {}, opcuaOnly);
    await fill(field(/^Node ID/), 'Line1.Bore');
    await press('Create Mapping');
    expect(await screen.findByText(/^A node ID like/)).toBeInTheDocument();
    expect(posts(NODES)).toHaveLength(0);
  });

  it('asks what a measurement is', async () => {
    const { posts } = await show({ kind: 'map', characteristicId: 7 }, {}, opcuaOnly);
    await fill(field(/^Node ID/), 'ns=1;s=Bore');
    await press('Create Mapping');
    expect(await screen.findByText('Choose what a measurement is')).toBeInTheDocument();
    expect(posts(NODES)).toHaveLength(0);
  });

  it('is tried on live values', async () => {
    const reading = {
      data_type: 'Double',
      status_code: 'Good',
      timestamp: '2026-01-05T06:07:08Z',
      time_problem: null,
    };
    const trial: OpcuaTrial = {
      value_count: 2,
      readable_count: 1,
      time_fallback_count: 0,
      sample_count: 1,
      pending_values: 0,
      samples: [],
      clock_problem: null,
      identity_problem: null,
      change_problem: '3 came with a new source time',
      readings: [
        { ...reading, raw_value: 12.5, value: 12.5, problem: null },
        { ...reading, raw_value: [1, 2], value: null, problem: 'no single number' },
      ],
    };
    const answer = { [`POST ${NODES}/test`]: () => ({ body: trial }) };
    const { posts } = await show({ kind: 'map', characteristicId: 7 }, answer, opcuaOnly);
    await fill(field(/^Node ID/), 'ns=1;s=Bore');
    await userEvent.selectOptions(field(/^A measurement is/), 'Another value');
    await press('Try on live data');
    expect(await screen.findByText('1 of 2 values are measurements')).toBeInTheDocument();
    expect(screen.getByText('no single number')).toBeInTheDocument();
    expect(screen.getByText('Double [1,2]')).toBeInTheDocument();
    expect(screen.getByText('3 came with a new source time')).toBeInTheDocument();
    expect(posts(`${NODES}/test`)[0]?.body).toMatchObject({
      node_id: 'ns=1;s=Bore',
      characteristic_id: 7,
      duration_seconds: 5,
    });
  });
});
