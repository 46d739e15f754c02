// The servers of a plant as this page shows them, whatever their protocol: settings and live state side by side. Pure.
import type { Broker, BrokerStatus, OpcuaServer, OpcuaStatus } from '@/shared/api/types';
import {
  type ConnectionState,
  type ConnectionStatus,
  connectionError,
} from '@/shared/connectivity/connection-state';
import { PROTOCOLS, type Protocol, type ProtocolFilter } from './protocols';

interface ServerBase {
  /** Ids of different protocols may be equal; keys are not. */
  key: string;
  id: number;
  name: string;
  endpoint: string;
  /** Null: of every plant. */
  plantId: number | null;
  isActive: boolean;
  isConnected: boolean;
  state: ConnectionState;
  error: string | null;
  /** Messages or values a second. */
  rate: number;
}

export interface MqttServer extends ServerBase {
  protocol: 'mqtt';
  status: BrokerStatus | undefined;
}

export interface OpcuaMachine extends ServerBase {
  protocol: 'opcua';
  status: OpcuaStatus | undefined;
}

export type Server = MqttServer | OpcuaMachine;

/** What was asked for each protocol. */
export interface Known {
  brokers: readonly Broker[];
  brokerStatuses: readonly BrokerStatus[];
  opcuaServers: readonly OpcuaServer[];
  opcuaStatuses: readonly OpcuaStatus[];
}

export const serverKey = (protocol: Protocol, id: number): string => `${protocol}-${id}`;

export function endpointOf({ host, port, use_tls }: Pick<Broker, 'host' | 'port' | 'use_tls'>): string {
  const address = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `${use_tls ? 'mqtts' : 'mqtt'}://${address}:${port}`;
}

const byName = (a: Server, b: Server): number => a.name.localeCompare(b.name, undefined, { numeric: true });

const liveState = (status: ConnectionStatus | undefined) => ({
  isConnected: status?.is_connected ?? false,
  state: status?.state ?? ('unknown' as const),
  error: connectionError(status),
});

const mqttServer = (broker: Broker, status: BrokerStatus | undefined): MqttServer => ({
  key: serverKey('mqtt', broker.id),
  protocol: 'mqtt',
  id: broker.id,
  name: broker.name,
  endpoint: endpointOf(broker),
  plantId: broker.plant_id,
  isActive: broker.is_active,
  rate: status?.messages_per_second ?? 0,
  status,
  ...liveState(status),
});

const opcuaMachine = (server: OpcuaServer, status: OpcuaStatus | undefined): OpcuaMachine => ({
  key: serverKey('opcua', server.id),
  protocol: 'opcua',
  id: server.id,
  name: server.name,
  endpoint: server.endpoint_url,
  plantId: server.plant_id,
  isActive: server.is_active,
  rate: status?.values_per_second ?? 0,
  status,
  ...liveState(status),
});

/** The servers of the plant and those of every plant. */
export function serversOf(known: Known, plantId: number | null): Server[] {
  const brokerStatus = new Map(known.brokerStatuses.map((status) => [status.broker_id, status]));
  const opcuaStatus = new Map(known.opcuaStatuses.map((status) => [status.server_id, status]));
  const all: Server[] = [
    ...known.brokers.map((broker) => mqttServer(broker, brokerStatus.get(broker.id))),
    ...known.opcuaServers.map((server) => opcuaMachine(server, opcuaStatus.get(server.id))),
  ];
  return all.filter((server) => server.plantId === null || server.plantId === plantId).sort(byName);
}

export function filterServers(servers: readonly Server[], filter: ProtocolFilter, search: string): Server[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return servers.filter(({ protocol, name, endpoint }) => {
    const text = `${name} ${endpoint}`.toLowerCase();
    const filters: readonly ProtocolFilter[] = ['all', protocol];
    return filters.includes(filter) && words.every((word) => text.includes(word));
  });
}

export function countByProtocol(items: readonly { protocol: Protocol }[]): Record<ProtocolFilter, number> {
  const counts = { all: items.length, ...Object.fromEntries(PROTOCOLS.map((name) => [name, 0])) } as Record<
    ProtocolFilter,
    number
  >;
  for (const { protocol } of items) counts[protocol] += 1;
  return counts;
}
