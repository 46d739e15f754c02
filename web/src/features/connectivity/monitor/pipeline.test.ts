import { aBroker, aBrokerStatus, aMapping } from '@/test/builders';
import { serversOf } from '../servers';
import { formatRate, pipelineOf } from './pipeline';

const NOW = Date.parse('2026-01-05T06:10:00Z');
const servers = serversOf(
  [aBroker({ id: 1 }), aBroker({ id: 2, name: 'B' }), aBroker({ id: 3, name: 'C' })],
  [
    aBrokerStatus({ broker_id: 1, messages_per_second: 2.5 }),
    aBrokerStatus({ broker_id: 2, messages_per_second: 1, error_message: 'Measurements wait: disk full' }),
    aBrokerStatus({ broker_id: 3, is_connected: false, error_message: 'Disconnected' }),
  ],
  2,
);
const mappings = [
  aMapping({ characteristic_id: 1, samples_stored: 3, last_sample_at: '2026-01-05T06:09:30.5Z' }),
  aMapping({ characteristic_id: 2, samples_stored: 4, last_sample_at: '2026-01-05T06:01:00Z' }),
  aMapping({ characteristic_id: 3, mqtt_topic: 'other', is_active: false }),
];

describe('the pipeline', () => {
  it('counts servers, connections and errors', () =>
    expect(pipelineOf(servers, mappings, NOW)).toMatchObject({
      servers: 3,
      connected: 2,
      errors: 1,
      byProtocol: [{ protocol: 'mqtt', connected: 2, total: 3 }],
    }));

  it('counts mappings that are on, and a shared topic once', () =>
    expect(pipelineOf(servers, mappings, NOW)).toMatchObject({ mapped: 3, activeMappings: 2, topics: 1 }));

  it('is active and processing while messages and samples come', () =>
    expect(pipelineOf(servers, mappings, NOW)).toMatchObject({
      messagesPerSecond: 3.5,
      isActive: true,
      samplesStored: 7,
      lastSampleAt: '2026-01-05T06:09:30.5Z',
      isProcessing: true,
    }));

  it('waits a minute after the last sample', () =>
    expect(pipelineOf(servers, mappings, NOW + 60_000)).toMatchObject({ isProcessing: false }));

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
