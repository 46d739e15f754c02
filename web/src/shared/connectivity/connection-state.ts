// What the state of a connection means to people. Pure.
import type { BrokerStatus } from '@/shared/api/types';
import type { Tone } from '@/shared/ui/badge';

/** `problem`: connected, but not everything works. `failed`: not connected, and there is a reason to look into. */
export type ConnectionState = 'connected' | 'problem' | 'connecting' | 'disconnected' | 'failed' | 'unknown';

const CONNECTING = 'Connecting in background';
const RESTING = new Set(['Not connected', 'Disconnected', 'Broker is not connected']);

export const connectionTone: Record<ConnectionState, Tone> = {
  connected: 'ok',
  problem: 'caution',
  connecting: 'info',
  disconnected: 'neutral',
  failed: 'alarm',
  unknown: 'neutral',
};

type Known = Pick<BrokerStatus, 'is_connected' | 'error_message'>;

export function connectionState(status: Known | undefined): ConnectionState {
  if (!status) return 'unknown';
  const { is_connected, error_message } = status;
  if (is_connected) return error_message ? 'problem' : 'connected';
  if (!error_message || RESTING.has(error_message)) return 'disconnected';
  // The first attempt is under way and has not failed.
  return error_message === CONNECTING ? 'connecting' : 'failed';
}

/** What is wrong, in the server's words; null when nothing is. */
export function connectionError(status: Known | undefined): string | null {
  const state = connectionState(status);
  if (state !== 'failed' && state !== 'problem') return null;
  return (status?.error_message ?? '').replace(`${CONNECTING}: `, '');
}
