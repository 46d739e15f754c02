// Whether measurements come in through a mapping: its own state and that of its connection as one word. Pure.
import type { Tone } from '@/shared/ui/badge';
import type { ConnectionStatus } from './connection-state';
import type { Source } from './source';

export type SourceHealth =
  | 'off' // switched off by somebody
  | 'no-server' // its server was deleted
  | 'disconnected'
  | 'offline' // its edge node or device died
  | 'stale' // of its edge node messages are missing
  | 'refused' // its server does not send the node's values
  | 'silent' // connected, and nothing has arrived since the server started
  | 'unreadable' // messages arrive, and none of them was a measurement
  | 'live'
  | 'unknown';

export const healthTone: Record<SourceHealth, Tone> = {
  off: 'neutral',
  'no-server': 'alarm',
  disconnected: 'alarm',
  offline: 'alarm',
  stale: 'caution',
  refused: 'alarm',
  silent: 'caution',
  unreadable: 'alarm',
  live: 'ok',
  unknown: 'neutral',
};

export function sourceHealth(source: Source, status: ConnectionStatus | undefined): SourceHealth {
  if (!source.isActive) return 'off';
  if (source.serverId === null) return 'no-server';
  if (!status) return 'unknown';
  // What comes in there is counted there.
  if (status.state === 'elsewhere') return 'unknown';
  if (!status.is_connected) return 'disconnected';
  if (source.protocol === 'mqtt' && (source.peerState === 'offline' || source.peerState === 'stale'))
    return source.peerState;
  if (source.protocol === 'opcua' && source.problem !== null) return 'refused';
  if (source.received === 0) return 'silent';
  return source.lastValue === null && source.rejected > 0 ? 'unreadable' : 'live';
}
