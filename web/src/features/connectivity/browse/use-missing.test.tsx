import type { OpcuaStatus, BrokerStatus } from '@/shared/api/types';
import { aBroker, aBrokerStatus, anOpcuaServer, anOpcuaStatus } from '@/test/builders/connections';
import { renderPage, serve } from '@/test/serve';

import { useIsFetching } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { serversOf } from '../servers';
import { readBrowse } from './use-browse-state';
import { useMissing } from './use-missing';

const servers = (brokerStatus: BrokerStatus, opcuaStatus: OpcuaStatus) =>
  serversOf(
    {
      brokers: [aBroker()],
      brokerStatuses: [brokerStatus],
      opcuaServers: [anOpcuaServer()],
      opcuaStatuses: [opcuaStatus],
    },
    2,
  );
const all = servers(aBrokerStatus(), anOpcuaStatus());

function Probe({ address }: { address: string }) {
  const missing = useMissing(all, readBrowse(new URLSearchParams(address)));
  const told = Object.entries(missing).filter(([name, noun]) => noun && address.includes(`${name}=`));
  const isAsking = useIsFetching() > 0;
  if (isAsking) return null;
  return <output>{told.map(([name, noun]) => `${name}: ${String(noun)}`).join(', ') || 'nothing'}</output>;
}

const topics = {
  name: '',
  full_topic: null,
  children: [{ name: 'line', full_topic: 'line', children: [], message_count: 1, is_sparkplug: false }],
};

it.each([
  ['server=opcua-9', 'server: server'],
  ['topic=line', 'topic: chosenServer'],
  ['server=opcua-1&topic=line', 'topic: topic'],
  ['server=opcua-1&view=list', 'view: topic'],
  ['server=mqtt-1&node=i%3D85', 'node: node'],
  ['server=mqtt-1&topic=lime', 'topic: seenTopic'],
  ['server=mqtt-1&topic=line', 'nothing'],
  ['server=opcua-1&node=i%3D85', 'nothing'],
  ['server=opcua-1&node=i%3D86', 'node: node'],
])('of %s is told %s', async (address, told) => {
  serve({
    'GET /api/v1/brokers/1/topics': () => ({ body: topics }),
    'GET /api/v1/opcua-servers/1/read': ({ url }) => ({
      body: { status_code: url.searchParams.get('node_id') === 'i=85' ? 'Good' : 'BadNodeIdUnknown' },
    }),
  });
  renderPage(<Probe address={address} />);
  expect(await screen.findByText(told)).toBeInTheDocument();
});
