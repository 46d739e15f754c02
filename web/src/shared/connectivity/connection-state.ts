// What the state of a connection means to people. Pure.
import type { BrokerStatus, OpcuaStatus } from '@/shared/api/types';
import type { Tone } from '@/shared/ui/badge';

/** What the status of a broker and of an OPC UA server have in common. */
export type ConnectionStatus = Pick<BrokerStatus | OpcuaStatus, 'state' | 'is_connected' | 'error_message'>;

/** `unknown`: the server has not been asked yet. */
export type ConnectionState = ConnectionStatus['state'] | 'unknown';

export const connectionTone: Record<ConnectionState, Tone> = {
  connected: 'ok',
  problem: 'caution',
  elsewhere: 'info',
  connecting: 'info',
  disconnected: 'neutral',
  failed: 'alarm',
  untrusted: 'alarm',
  unknown: 'neutral',
};

/** Not connected, and there is a reason to look into. */
export const hasFailed = (state: ConnectionState): boolean => state === 'failed' || state === 'untrusted';

/** What is wrong, in the server's words; null when nothing is. */
export function connectionError(status: ConnectionStatus | undefined): string | null {
  if (!status || (!hasFailed(status.state) && status.state !== 'problem')) return null;
  // That it keeps trying is said beside it.
  return (status.error_message ?? '').replace('Connecting in background: ', '');
}
