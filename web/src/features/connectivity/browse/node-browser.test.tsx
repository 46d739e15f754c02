import type { OpcuaNode } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { aNodeMapping, anOpcuaNode, anOpcuaServer, anOpcuaStatus } from '@/test/builders/connections';
import { renderPage, type Sent, serve } from '@/test/serve';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Component } from './page';

const BROWSE = 'GET /api/v1/opcua-servers/1/browse';
const machine = anOpcuaNode({
  node_id: 'ns=1;s=Welder',
  display_name: 'Welder',
  node_class: 'Object',
  data_type: null,
  is_readable: false,
  is_folder: true,
  children_count: 1,
});
const current = anOpcuaNode({ node_id: 'ns=1;s=Welder.Current', display_name: 'Current' });

const page = <T,>(items: T[]) => ({ items, total: items.length, offset: 0, limit: 1000 });

const show = (
  children: Record<string, () => { status?: number; body: unknown }>,
  status = anOpcuaStatus(),
) => {
  const asked: string[] = [];
  serve({
    'GET /api/v1/brokers/': () => ({ body: page([]) }),
    'GET /api/v1/brokers/all/status': () => ({ body: { states: [] } }),
    'GET /api/v1/opcua-servers/': () => ({ body: page([anOpcuaServer()]) }),
    'GET /api/v1/opcua-servers/all/status': () => ({ body: { states: [status] } }),
    'GET /api/v1/opcua-servers/1/writable-nodes': () => ({ body: [] }),
    'GET /api/v1/tags/mappings': () => ({ body: [] }),
    'GET /api/v1/opcua-servers/all/mappings': () => ({
      body: [aNodeMapping({ node_id: current.node_id, characteristic_name: 'Weld current' })],
    }),
    'GET /api/v1/characteristics/': () => ({ body: { items: [], total: 0 } }),
    'GET /api/v1/plants/2/hierarchies/': () => ({ body: [] }),
    'GET /api/v1/opcua-servers/1/read': () => ({
      body: {
        node_id: current.node_id,
        value: 7.25,
        data_type: 'Double',
        source_timestamp: '2026-01-05T06:07:08Z',
        server_timestamp: null,
        status_code: 'UncertainSensorNotAccurate',
      },
    }),
    [BROWSE]: ({ url }: Sent) => {
      const parent = url.searchParams.get('parent_node_id') ?? 'top';
      asked.push(parent);
      return children[parent]?.() ?? { body: [] };
    },
  });
  renderPage(<Component />, '/connectivity/browse?server=opcua-1');
  return asked;
};
const top = (...nodes: OpcuaNode[]) => ({ top: () => ({ body: nodes }) });
const item = (name: RegExp | string) => screen.findByRole('treeitem', { name });

beforeEach(() => usePlantSelection.setState({ plantId: 2 }));

describe('browsing an OPC UA server', () => {
  it('asks for a branch when it is opened, and not before', async () => {
    const asked = show({ ...top(machine), [machine.node_id]: () => ({ body: [current] }) });
    await userEvent.click(await item('Welder'));
    expect(await item(/Current/)).toBeInTheDocument();
    expect(asked).toEqual(['top', machine.node_id]);
  });

  it('is done with the keyboard', async () => {
    show({ ...top(machine), [machine.node_id]: () => ({ body: [current] }) });
    const first = await item('Welder');
    act(() => first.focus());
    await userEvent.keyboard('{ArrowRight}');
    await item(/Current/);
    await userEvent.keyboard('{ArrowRight}{Enter}');
    expect(await screen.findByTestId('node-value')).toHaveTextContent('7.25');
    expect(await item(/Current/)).toHaveAttribute('aria-selected', 'true');
  });

  it('keeps the focus at its place when what was being read has arrived', async () => {
    let answer: (nodes: OpcuaNode[]) => void = () => undefined;
    const arrived = new Promise<OpcuaNode[]>((resolve) => (answer = resolve));
    show({ ...top(machine), [machine.node_id]: async () => ({ body: await arrived }) });
    const first = await item('Welder');
    act(() => first.focus());
    await userEvent.keyboard('{ArrowRight}{ArrowDown}');
    expect(await item('Loading…')).toHaveFocus();
    answer([current]);
    await waitFor(() => expect(screen.getByRole('treeitem', { name: /Current/ })).toHaveFocus());
  });

  it('shows what a node holds, how good it is, and whom it feeds', async () => {
    show(top(current));
    await userEvent.click(await item(/Current/));
    const live = screen.getByRole('region', { name: 'Live Value' });
    expect(await within(live).findByText('UncertainSensorNotAccurate')).toBeInTheDocument();
    expect(within(live).getByText('Double')).toBeInTheDocument();
    expect(await screen.findByText('Mapped to Weld current')).toBeInTheDocument();
  });

  it('says that a branch is empty', async () => {
    show(top(machine));
    await userEvent.click(await item('Welder'));
    expect(await item('Nothing in it')).toBeInTheDocument();
  });

  it('says why a branch cannot be read, and tries again when asked', async () => {
    let fails = true;
    show({
      ...top(machine),
      [machine.node_id]: () =>
        fails ? { status: 502, body: { detail: 'The OPC UA server refuses' } } : { body: [current] },
    });
    await userEvent.click(await item('Welder'));
    const failed = await item(/The OPC UA server refuses/);
    fails = false;
    await userEvent.click(failed);
    expect(await item(/Current/)).toBeInTheDocument();
  });

  it('leads to the certificates when the server is not connected because of one', async () => {
    show({}, anOpcuaStatus({ state: 'untrusted', is_connected: false, error_message: 'not trusted' }));
    await waitFor(() =>
      expect(screen.getByRole('link', { name: 'Review certificates' })).toHaveAttribute(
        'href',
        '/connectivity/servers/certificates',
      ),
    );
  });
});
