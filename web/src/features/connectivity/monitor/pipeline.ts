// From the sources to the charts in figures: how much is set up, connected and flowing. Pure.
import type { TagMapping } from '@/shared/api/types';
import { parseTime } from '@/shared/lib/format';
import { PROTOCOLS, type Protocol } from '../protocols';
import { countByProtocol, type Server } from '../servers';

/** A process that has stored a sample within this time is at work. */
const PROCESSING_MS = 60_000;

export interface Pipeline {
  servers: number;
  connected: number;
  /** Servers with something to look into. */
  errors: number;
  byProtocol: { protocol: Protocol; connected: number; total: number }[];
  mapped: number;
  activeMappings: number;
  /** Different topics of active mappings. */
  topics: number;
  messagesPerSecond: number;
  isActive: boolean;
  samplesStored: number;
  lastSampleAt: string | null;
  isProcessing: boolean;
}

const isConnected = ({ status }: Server): boolean => status?.is_connected ?? false;
const newest = (times: readonly (string | null)[]): string | null =>
  times.reduce((last, time) => (time !== null && (last === null || time > last) ? time : last), null);

export function pipelineOf(
  servers: readonly Server[],
  mappings: readonly TagMapping[],
  nowMs: number,
): Pipeline {
  const active = mappings.filter(({ is_active }) => is_active);
  const connected = servers.filter(isConnected);
  const messagesPerSecond = servers.reduce((sum, { status }) => sum + (status?.messages_per_second ?? 0), 0);
  const lastSampleAt = newest(mappings.map(({ last_sample_at }) => last_sample_at));
  return {
    servers: servers.length,
    connected: connected.length,
    errors: servers.filter(({ error }) => error !== null).length,
    byProtocol: PROTOCOLS.map((protocol) => ({
      protocol,
      connected: countByProtocol(connected)[protocol],
      total: countByProtocol(servers)[protocol],
    })),
    mapped: mappings.length,
    activeMappings: active.length,
    topics: new Set(active.map(({ broker_id, mqtt_topic }) => `${broker_id ?? ''} ${mqtt_topic}`)).size,
    messagesPerSecond,
    isActive: messagesPerSecond > 0,
    samplesStored: mappings.reduce((sum, { samples_stored }) => sum + samples_stored, 0),
    lastSampleAt,
    isProcessing: lastSampleAt !== null && nowMs - parseTime(lastSampleAt).getTime() < PROCESSING_MS,
  };
}

/** Messages a second with as many digits as say something: 0.3, 12, 1,240. */
export const formatRate = (rate: number): string =>
  rate.toLocaleString(undefined, { maximumFractionDigits: rate < 10 ? 1 : 0 });
