// The servers of a plant as this page shows them, whatever their protocol: settings and live state side by side. Pure.
import type { Broker, BrokerStatus } from '@/shared/api/types';
import {
  type ConnectionState,
  connectionError,
  connectionState,
} from '@/shared/connectivity/connection-state';
import { PROTOCOLS, type Protocol, type ProtocolFilter } from './protocols';

export interface Server {
  /** Ids of different protocols may be equal; keys are not. */
  key: string;
  protocol: Protocol;
  id: number;
  name: string;
  endpoint: string;
  /** Null: of every plant. */
  plantId: number | null;
  isActive: boolean;
  state: ConnectionState;
  error: string | null;
  broker: Broker;
  status: BrokerStatus | undefined;
}

export function endpointOf({ host, port, use_tls }: Pick<Broker, 'host' | 'port' | 'use_tls'>): string {
  const address = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `${use_tls ? 'mqtts' : 'mqtt'}://${address}:${port}`;
}

const byName = (a: Server, b: Server): number => a.name.localeCompare(b.name, undefined, { numeric: true });

/** The servers of the plant and those of every plant. */
export function serversOf(
  brokers: readonly Broker[],
  statuses: readonly BrokerStatus[],
  plantId: number | null,
): Server[] {
  const statusById = new Map(statuses.map((status) => [status.broker_id, status]));
  return brokers
    .filter((broker) => broker.plant_id === null || broker.plant_id === plantId)
    .map((broker): Server => {
      const status = statusById.get(broker.id);
      return {
        key: `mqtt-${broker.id}`,
        protocol: 'mqtt',
        id: broker.id,
        name: broker.name,
        endpoint: endpointOf(broker),
        plantId: broker.plant_id,
        isActive: broker.is_active,
        state: connectionState(status),
        error: connectionError(status),
        broker,
        status,
      };
    })
    .sort(byName);
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
