// What the dialog of a mapping begins with. Pure.
import type { Source } from '@/shared/connectivity/source';
import type { Protocol } from '../protocols';
import type { Server } from '../servers';

/** What the dialog is opened for: a new mapping, that of a characteristic, or one that exists. */
export type Asked =
  { kind: 'new' } | { kind: 'map'; characteristicId: number } | { kind: 'edit'; source: Source };

export interface Choice {
  characteristicId: number | null;
  /** Null: it depends on the server, which is not chosen yet. */
  protocol: Protocol | null;
  server: Server | null;
}

/** The only server is chosen already, and so is the only protocol. */
export function choiceFor(asked: Asked, servers: readonly Server[]): Choice {
  if (asked.kind === 'edit') {
    const { characteristicId, protocol, serverId } = asked.source;
    const server = servers.find((item) => item.protocol === protocol && item.id === serverId) ?? null;
    return { characteristicId, protocol, server };
  }
  const characteristicId = asked.kind === 'map' ? asked.characteristicId : null;
  const [first] = servers;
  const isMixed = servers.some(({ protocol }) => protocol !== first?.protocol);
  return {
    characteristicId,
    protocol: isMixed ? null : (first?.protocol ?? 'mqtt'),
    server: servers.length === 1 ? (first ?? null) : null,
  };
}
