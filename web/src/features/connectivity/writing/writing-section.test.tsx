import type { Reaction, WritableNode } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { anOpcuaServer } from '@/test/builders/connections';
import { aCharacteristic } from '@/test/builders/quality';
import { renderPage, serve } from '@/test/serve';
import { signInAs, signOut } from '@/test/sign-in';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { WritingSection } from './writing-section';

const STOP = 'ns=1;s=Welder.Stop';
const BASE = '/api/v1/opcua-servers/3';
const stop: WritableNode = {
  id: 5,
  server_id: 3,
  node_id: STOP,
  description: 'Stops the welder',
  namespace_uri: 'urn:welder',
  node_uri: 'nsu=urn:welder;s=Welder.Stop',
  created_at: '2026-01-05T06:07:08Z',
};
const reaction: Reaction = {
  id: 9,
  characteristic_id: 7,
  server_id: 3,
  writable_node_id: 5,
  node_id: STOP,
  value: true,
  severity: 'CRITICAL',
  namespace_uri: 'urn:welder',
  node_uri: 'nsu=urn:welder;s=Welder.Stop',
  problem: null,
  created_at: '2026-01-05T06:07:08Z',
};

interface Stored {
  nodes?: WritableNode[];
  reactions?: Reaction[];
  now?: unknown;
  type?: string;
}

const show = async (stored: Stored = {}, answers: Parameters<typeof serve>[0] = {}) => {
  const { nodes = [stop], reactions = [], now = false, type = 'Boolean' } = stored;
  const sent = serve({
    [`GET ${BASE}/writable-nodes`]: () => ({ body: nodes }),
    [`GET ${BASE}/reactions`]: () => ({ body: reactions }),
    [`GET ${BASE}/read`]: () => ({
      body: {
        node_id: STOP,
        value: now,
        data_type: type,
        source_timestamp: null,
        server_timestamp: null,
        status_code: 'Good',
      },
    }),
    'GET /api/v1/characteristics/': () => ({
      body: { items: [aCharacteristic({ id: 7, name: 'Bore' })], total: 1 },
    }),
    'GET /api/v1/plants/2/hierarchies/': () => ({ body: [] }),
    [`POST ${BASE}/write`]: () => ({ body: null }),
    [`POST ${BASE}/reactions`]: () => ({ status: 201, body: reaction }),
    ...answers,
  });
  renderPage(<WritingSection server={anOpcuaServer({ id: 3, name: 'Welding line' })} />);
  await screen.findByRole('heading', { name: 'Writable nodes' });
  return () => sent.filter(({ method }) => method !== 'GET');
};
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  usePlantSelection.setState({ plantId: 2 });
  signInAs('admin');
});
afterEach(() => {
  cleanup();
  signOut();
});

describe('writing by hand', () => {
  it('names machine, node and value before anything is sent', async () => {
    const sent = await show();
    await press(`Write ${STOP}`);
    expect(await screen.findByText('Now false (Boolean)')).toBeInTheDocument();
    await press('Continue');
    const dialog = screen.getByRole('dialog', { name: 'Is this right?' });
    for (const named of ['Welding line', STOP, 'true'])
      expect(within(dialog).getByText(named)).toBeInTheDocument();
    expect(sent()).toHaveLength(0);
    await press('Write Now');
    await waitFor(() => expect(sent()[0]?.body).toEqual({ node_id: STOP, value: true }));
  });

  it('sends a number to a node that holds one, and nothing else', async () => {
    const sent = await show({ now: 2, type: 'Int32' });
    await press(`Write ${STOP}`);
    await screen.findByText('Now 2 (Int32)');
    await userEvent.type(screen.getByLabelText(/^Value/), 'fast');
    await press('Continue');
    expect(screen.getByText('A number is needed')).toBeInTheDocument();
    await userEvent.clear(screen.getByLabelText(/^Value/));
    await userEvent.type(screen.getByLabelText(/^Value/), '3');
    await press('Continue');
    await press('Write Now');
    await waitFor(() => expect(sent()[0]?.body).toEqual({ node_id: STOP, value: 3 }));
  });

  it('shows why the machine refuses', async () => {
    const answer = { status: 502, body: { detail: 'The OPC UA server refuses: BadNotWritable' } };
    await show({}, { [`POST ${BASE}/write`]: () => answer });
    await press(`Write ${STOP}`);
    await screen.findByText(/^Now false/);
    await press('Continue');
    await press('Write Now');
    expect(await screen.findByRole('alert')).toHaveTextContent('BadNotWritable');
  });
});

describe('permissions', () => {
  it('are given by an administrator', async () => {
    const sent = await show(
      { nodes: [] },
      { [`POST ${BASE}/writable-nodes`]: () => ({ status: 201, body: stop }) },
    );
    await press('Allow a Node');
    const dialog = screen.getByRole('dialog');
    const save = within(dialog).getByRole('button', { name: 'Allow a Node' });
    await userEvent.click(save);
    expect(await within(dialog).findByText(/^A node ID like/)).toBeInTheDocument();
    await userEvent.type(within(dialog).getByLabelText(/^Node ID/), STOP);
    await userEvent.click(save);
    await waitFor(() => expect(sent()[0]?.body).toEqual({ node_id: STOP, description: null }));
  });

  it('are not offered to an engineer, who may write what was allowed', async () => {
    signInAs('engineer');
    await show();
    expect(screen.getByRole('button', { name: `Write ${STOP}` })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Allow|Forbid/ })).not.toBeInTheDocument();
  });

  it('take their reactions along, which is said before', async () => {
    await show({ reactions: [reaction] });
    await press(`Forbid writing ${STOP}`);
    expect(await screen.findByText('1 reaction writes it and goes with the permission.')).toBeInTheDocument();
  });
});

describe('reactions', () => {
  it('are listed by their characteristic', async () => {
    await show({ reactions: [reaction] });
    expect(await screen.findByText('When a critical rule of Bore fires')).toBeInTheDocument();
    expect(screen.getByText(`${STOP} = true`)).toBeInTheDocument();
  });

  it('are not offered where no node may be written', async () => {
    await show({ nodes: [] });
    expect(screen.queryByRole('button', { name: 'Add Reaction' })).not.toBeInTheDocument();
  });

  it('are confirmed, because nobody is asked when they write', async () => {
    const sent = await show();
    await press('Add Reaction');
    await screen.findByText(/^Now false/);
    await press('Continue');
    expect(screen.getByText('Choose a characteristic')).toBeInTheDocument();
    await press(/^Characteristic:/);
    await userEvent.click(await screen.findByRole('treeitem', { name: /Bore/ }));
    await press('Continue');
    const dialog = screen.getByRole('dialog', { name: 'Is this right?' });
    expect(dialog).toHaveTextContent('Whenever a critical rule of Bore fires');
    expect(dialog).toHaveTextContent('Welding line');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Add Reaction' }));
    await waitFor(() =>
      expect(sent()[0]?.body).toEqual({
        characteristic_id: 7,
        writable_node_id: 5,
        value: true,
        severity: 'CRITICAL',
      }),
    );
  });
});
