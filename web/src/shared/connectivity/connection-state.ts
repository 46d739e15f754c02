// What the state of a connection means to people. Pure.
import type { Tone } from '@/shared/ui/badge';

/**
 * `problem`: connected, but not everything works. `elsewhere`: another server of ours on the same database has the session.
 * `failed`: not connected, and there is a reason to look into.
 */
export type ConnectionState =
  'connected' | 'problem' | 'elsewhere' | 'connecting' | 'disconnected' | 'failed' | 'unknown';

const CONNECTING = 'Connecting in background';
const ELSEWHERE = 'Served by another server';
const RESTING = new Set([
  'Not connected',
  'Disconnected',
  'Broker is not connected',
  'Server is not connected',
]);

export const connectionTone: Record<ConnectionState, Tone> = {
  connected: 'ok',
  problem: 'caution',
  elsewhere: 'info',
  connecting: 'info',
  disconnected: 'neutral',
  failed: 'alarm',
  unknown: 'neutral',
};

/** What the status of a broker and of an OPC UA server have in common. */
export interface ConnectionStatus {
  is_connected: boolean;
  error_message: string | null;
}

export function connectionState(status: ConnectionStatus | undefined): ConnectionState {
  if (!status) return 'unknown';
  const { is_connected, error_message } = status;
  if (is_connected) return error_message ? 'problem' : 'connected';
  if (!error_message || RESTING.has(error_message)) return 'disconnected';
  if (error_message === ELSEWHERE) return 'elsewhere';
  // The first attempt is under way and has not failed.
  return error_message === CONNECTING ? 'connecting' : 'failed';
}

/** What is wrong, in the server's words; null when nothing is. */
export function connectionError(status: ConnectionStatus | undefined): string | null {
  const state = connectionState(status);
  if (state !== 'failed' && state !== 'problem') return null;
  return (status?.error_message ?? '').replace(`${CONNECTING}: `, '');
}

/** Whether a connection failed because one side does not trust the other's certificate: a person has to approve it. */
export const isCertificateProblem = (message: string): boolean =>
  /certificate is not trusted|refuses our certificate/.test(message);
