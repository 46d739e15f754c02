import { nodeSource, topicSource } from '@/shared/connectivity/source';
import {
  aBroker,
  aBrokerStatus,
  aMapping,
  aNodeMapping,
  anOpcuaServer,
  anOpcuaStatus,
} from '@/test/builders/connections';
import { serversOf } from '../servers';
import { formatRate, pipelineOf } from './pipeline';

const NOW = Date.parse('2026-01-05T06:10:00Z');
const servers = serversOf(
  {
    brokers: [aBroker({ id: 1 }), aBroker({ id: 2, name: 'B' }), aBroker({ id: 3, name: 'C' })],
    brokerStatuses: [
      aBrokerStatus({ broker_id: 1, messages_per_second: 2.5 }),
      aBrokerStatus({
        broker_id: 2,
        messages_per_second: 1,
        state: 'problem',
        error_message: 'Measurements wait: disk full',
      }),
      aBrokerStatus({
        broker_id: 3,
        state: 'disconnected',
        is_connected: false,
        error_message: 'Disconnected',
      }),
    ],
    opcuaServers: [anOpcuaServer({ id: 1 })],
    opcuaStatuses: [anOpcuaStatus({ server_id: 1, values_per_second: 4 })],
  },
  2,
);
const sources = [
  topicSource(
    aMapping({ characteristic_id: 1, samples_stored: 3, last_sample_at: '2026-01-05T06:09:30.5Z' }),
  ),
  topicSource(aMapping({ characteristic_id: 2, samples_stored: 4, last_sample_at: '2026-01-05T06:01:00Z' })),
  topicSource(aMapping({ characteristic_id: 3, mqtt_topic: 'other', is_active: false })),
  nodeSource(aNodeMapping({ characteristic_id: 4, samples_stored: 2 })),
];

describe('the pipeline', () => {
  it('counts servers, connections and errors', () =>
    expect(pipelineOf(servers, sources, NOW)).toMatchObject({
      servers: 4,
      connected: 3,
      errors: 1,
      byProtocol: [
        { protocol: 'mqtt', connected: 2, total: 3 },
        { protocol: 'opcua', connected: 1, total: 1 },
      ],
    }));

  it('counts mappings that are on, and a shared topic once', () =>
    expect(pipelineOf(servers, sources, NOW)).toMatchObject({
      mapped: 4,
      activeMappings: 3,
      topics: 1,
      nodes: 1,
    }));

  it('is active and processing while messages and samples come', () =>
    expect(pipelineOf(servers, sources, NOW)).toMatchObject({
      receivedPerSecond: 7.5,
      isActive: true,
      samplesStored: 9,
      lastSampleAt: '2026-01-05T06:09:30.5Z',
      isProcessing: true,
    }));

  it('waits a minute after the last sample', () =>
    expect(pipelineOf(servers, sources, NOW + 60_000)).toMatchObject({ isProcessing: false }));

  it('is idle with nothing set up', () =>
    expect(pipelineOf([], [], NOW)).toMatchObject({
      servers: 0,
      isActive: false,
      isProcessing: false,
      lastSampleAt: null,
    }));
});

describe('a rate', () => {
  it.each([
    [0, '0'],
    [0.32, '0.3'],
    [12.4, '12'],
    [1240, '1,240'],
  ])('%d', (rate, text) => expect(formatRate(rate)).toBe(text));
});
