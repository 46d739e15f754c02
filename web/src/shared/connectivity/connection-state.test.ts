import { connectionError, connectionState, isCertificateProblem } from './connection-state';

const status = (is_connected: boolean, error_message: string | null) => ({ is_connected, error_message });

describe('the state of a connection', () => {
  it.each([
    [status(true, null), 'connected'],
    [status(true, "The broker refuses the topic 'a/#'"), 'problem'],
    [status(false, null), 'disconnected'],
    [status(false, 'Not connected'), 'disconnected'],
    [status(false, 'Disconnected'), 'disconnected'],
    [status(false, 'Served by another server'), 'elsewhere'],
    [status(false, 'Connecting in background'), 'connecting'],
    [status(false, 'Connecting in background: 10.0.0.9:1883: Connection refused'), 'failed'],
    [status(false, 'The stored password cannot be decrypted'), 'failed'],
    [undefined, 'unknown'],
  ])('%j is %s', (given, expected) => expect(connectionState(given)).toBe(expected));

  it('tells what is wrong without telling twice that it keeps trying', () =>
    expect(connectionError(status(false, 'Connecting in background: Connection refused'))).toBe(
      'Connection refused',
    ));

  it.each([
    status(false, 'Disconnected'),
    status(false, 'Served by another server'),
    status(false, 'Connecting in background'),
    status(true, null),
  ])('has no error in %j', (given) => expect(connectionError(given)).toBeNull());
});

describe('a certificate that is not trusted', () => {
  it.each([
    'Connecting in background: its certificate is not trusted (BadCertificateUntrusted): approve it among the rejected certificates',
    'the server refuses our certificate, or its own is wrong: BadSecurityChecksFailed',
  ])('is known by %s', (message) => expect(isCertificateProblem(message)).toBe(true));

  it.each(['Connection refused', 'the server refuses the user: BadUserAccessDenied'])(
    'is not the cause of %s',
    (message) => expect(isCertificateProblem(message)).toBe(false),
  );
});
