// Whether measurements come in through a mapping: its own state and that of its connection as one word. Pure.
import type { BrokerStatus, TagMapping } from '@/shared/api/types';
import type { Tone } from '@/shared/ui/badge';
import { connectionState } from './connection-state';

export type SourceHealth =
  | 'off' // switched off by somebody
  | 'no-server' // its server was deleted
  | 'disconnected'
  | 'offline' // its edge node or device died
  | 'stale' // of its edge node messages are missing
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
  silent: 'caution',
  unreadable: 'alarm',
  live: 'ok',
  unknown: 'neutral',
};

export function sourceHealth(mapping: TagMapping, status: BrokerStatus | undefined): SourceHealth {
  if (!mapping.is_active) return 'off';
  if (mapping.broker_id === null) return 'no-server';
  if (!status) return 'unknown';
  const connection = connectionState(status);
  if (connection !== 'connected' && connection !== 'problem') return 'disconnected';
  if (mapping.peer_state === 'offline' || mapping.peer_state === 'stale') return mapping.peer_state;
  if (mapping.messages_received === 0) return 'silent';
  return mapping.last_value === null && mapping.rejected_count > 0 ? 'unreadable' : 'live';
}
