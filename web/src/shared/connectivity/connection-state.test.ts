import type { ConnectionStatus } from './connection-state';
import { connectionError } from './connection-state';

const status = (state: ConnectionStatus['state'], error_message: string | null): ConnectionStatus => ({
  state,
  is_connected: state === 'connected' || state === 'problem',
  error_message,
});

describe('what is wrong with a connection', () => {
  it.each([
    status('problem', "The broker refuses the topic 'a/#'"),
    status('failed', 'The stored password cannot be decrypted'),
    status('untrusted', 'its certificate is not trusted'),
  ])('is said in the words of %j', (given) => expect(connectionError(given)).toBe(given.error_message));

  it('is told without telling twice that it keeps trying', () =>
    expect(connectionError(status('failed', 'Connecting in background: Connection refused'))).toBe(
      'Connection refused',
    ));

  it.each([
    status('disconnected', 'Disconnected'),
    status('elsewhere', 'Served by another server'),
    status('connecting', 'Connecting in background'),
    status('connected', null),
    undefined,
  ])('is nothing in %j', (given) => expect(connectionError(given)).toBeNull());
});
