// From the sources to the charts in figures: how much is set up, connected and flowing. Pure.
import type { Source } from '@/shared/connectivity/source';
import { formatRough, parseTime } from '@/shared/lib/format';
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
  /** Different OPC UA nodes of active mappings. */
  nodes: number;
  /** Messages and values. */
  receivedPerSecond: number;
  isActive: boolean;
  samplesStored: number;
  lastSampleAt: string | null;
  isProcessing: boolean;
}

/** Sources may share what they listen to. */
const countDifferent = (sources: readonly Source[], protocol: Protocol): number =>
  new Set(
    sources
      .filter((source) => source.protocol === protocol)
      .map(({ serverId, address }) => `${serverId ?? ''} ${address}`),
  ).size;
const newest = (times: readonly (string | null)[]): string | null =>
  times.reduce((last, time) => (time !== null && (last === null || time > last) ? time : last), null);

export function pipelineOf(servers: readonly Server[], sources: readonly Source[], nowMs: number): Pipeline {
  const active = sources.filter(({ isActive }) => isActive);
  const connected = servers.filter(({ isConnected }) => isConnected);
  const receivedPerSecond = servers.reduce((sum, { rate }) => sum + rate, 0);
  const lastSampleAt = newest(sources.map((source) => source.lastSampleAt));
  return {
    servers: servers.length,
    connected: connected.length,
    errors: servers.filter(({ error }) => error !== null).length,
    byProtocol: PROTOCOLS.map((protocol) => ({
      protocol,
      connected: countByProtocol(connected)[protocol],
      total: countByProtocol(servers)[protocol],
    })),
    mapped: sources.length,
    activeMappings: active.length,
    topics: countDifferent(active, 'mqtt'),
    nodes: countDifferent(active, 'opcua'),
    receivedPerSecond,
    isActive: receivedPerSecond > 0,
    samplesStored: sources.reduce((sum, { samples }) => sum + samples, 0),
    lastSampleAt,
    isProcessing: lastSampleAt !== null && nowMs - parseTime(lastSampleAt).getTime() < PROCESSING_MS,
  };
}

/** So many a second, with as many digits as say something: 0.3, 12, 1,240. */
export const formatRate = (rate: number): string => formatRough(rate);
