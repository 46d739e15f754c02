import { aBrokerStatus, aMapping } from '@/test/builders';
import { sourceHealth } from './source-health';

const connected = aBrokerStatus({ is_connected: true });
const lost = aBrokerStatus({ is_connected: false, error_message: 'Connection refused' });
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
  ] as const)('is %s', (expected, mapping, status) => expect(sourceHealth(mapping, status)).toBe(expected));
});
