import { aBrokerStatus, aMapping, aNodeMapping, anOpcuaStatus } from '@/test/builders/connections';
import { nodeSource, topicSource } from './source';
import { sourceHealth } from './source-health';

const connected = aBrokerStatus();
const lost = aBrokerStatus({ state: 'failed', is_connected: false });
const heard = { messages_received: 4, last_value: 12.1 };

describe('the health of a source', () => {
  it.each([
    ['live', aMapping(heard), connected],
    ['silent', aMapping(), connected],
    ['offline', aMapping({ ...heard, peer_state: 'offline' }), connected],
    ['stale', aMapping({ ...heard, peer_state: 'stale' }), connected],
    ['live', aMapping({ ...heard, peer_state: 'online' }), connected],
    ['disconnected', aMapping({ ...heard, peer_state: 'stale' }), lost],
    ['unreadable', aMapping({ messages_received: 2, rejected_count: 2 }), connected],
    ['live', aMapping({ ...heard, rejected_count: 2 }), connected],
    ['disconnected', aMapping(heard), lost],
    ['no-server', aMapping({ ...heard, broker_id: null }), undefined],
    ['off', aMapping({ ...heard, is_active: false }), connected],
    ['unknown', aMapping(heard), undefined],
  ] as const)('is %s', (expected, mapping, status) =>
    expect(sourceHealth(topicSource(mapping), status)).toBe(expected),
  );
});

describe('the health of a node', () => {
  const up = anOpcuaStatus();
  const down = anOpcuaStatus({ state: 'failed', is_connected: false });
  it.each([
    ['live', aNodeMapping({ values_received: 2, last_value: 1 }), up],
    ['silent', aNodeMapping(), up],
    ['refused', aNodeMapping({ problem: 'BadNodeIdUnknown' }), up],
    ['unreadable', aNodeMapping({ values_received: 1, rejected_count: 1 }), up],
    ['disconnected', aNodeMapping({ problem: 'BadNodeIdUnknown' }), down],
    ['off', aNodeMapping({ is_active: false }), up],
    ['unknown', aNodeMapping(), undefined],
    ['unknown', aNodeMapping(), anOpcuaStatus({ state: 'elsewhere', is_connected: false })],
  ] as const)('is %s', (expected, mapping, status) =>
    expect(sourceHealth(nodeSource(mapping), status)).toBe(expected),
  );
});
