import { aBroker } from '@/test/builders/connections';
import {
  askedAgain,
  type BrokerForm,
  brokerForm,
  emptyForm,
  formOf,
  newBrokerForm,
  portAfterTls,
  toCreate,
  toTest,
  toUpdate,
  untestable,
} from './broker-form';

const PEM = '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----';
const filled: BrokerForm = {
  ...emptyForm,
  name: 'Hall A',
  host: 'broker.example.com',
  client_id: 'openspc-client',
};

const problems = (form: BrokerForm): Record<string, string> =>
  Object.fromEntries(
    (brokerForm.safeParse(form).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]),
  );

describe('what is typed', () => {
  it('is fine with a name and a host', () => expect(problems(filled)).toEqual({}));

  it('needs a name, a host and a client id', () =>
    expect(problems({ ...emptyForm, name: ' ', client_id: '' })).toEqual({
      name: 'required',
      host: 'required',
      client_id: 'required',
    }));

  it('needs no client id for a new broker: the server makes one', () => {
    expect(newBrokerForm.safeParse({ ...filled, client_id: '' }).success).toBe(true);
    expect(toCreate({ ...filled, client_id: ' ' }, 2)).not.toHaveProperty('client_id');
    expect(toCreate({ ...filled, client_id: 'press-hall' }, 2)).toMatchObject({ client_id: 'press-hall' });
  });

  it('publishes something, or does not publish', () => {
    expect(problems({ ...filled, outbound_events: [] })).toEqual({});
    expect(problems({ ...filled, outbound_enabled: true, outbound_events: [] })).toEqual({
      outbound_events: 'eventsMissing',
    });
  });

  it.each([
    ['port', ['0', '65536', '18.5', 'x', ''], 'port'],
    ['keepalive', ['4', '3601'], 'keepalive'],
    ['max_reconnect_delay', ['9', '3601'], 'reconnectDelay'],
    ['outbound_rate_limit', ['0', '0.05', '61', ''], 'rateLimit'],
  ])('%s has its bounds', (field, values, problem) => {
    for (const value of values) expect(problems({ ...filled, [field]: value })).toEqual({ [field]: problem });
  });
});

describe('a new broker', () => {
  it('belongs to the plant, without secrets that were not typed', () => {
    const request = toCreate(filled, 2);
    expect(request).toMatchObject({
      name: 'Hall A',
      port: 1883,
      plant_id: 2,
      username: null,
      use_tls: false,
    });
    for (const absent of ['password', 'client_key', 'ca_certificate', 'verify_certificate'])
      expect(request).not.toHaveProperty(absent);
  });

  it('may belong to every plant', () =>
    expect(toCreate({ ...filled, every_plant: true }, 2).plant_id).toBeNull());

  it('takes certificates along with TLS only', () => {
    const typed = { ...filled, ca_certificate: `${PEM}\n`, client_key: 'key' };
    expect(toCreate({ ...typed, use_tls: true }, 2)).toMatchObject({
      verify_certificate: true,
      ca_certificate: PEM,
      client_certificate: null,
      client_key: 'key',
    });
    expect(toCreate(typed, 2)).not.toHaveProperty('ca_certificate');
    expect(toCreate(typed, 2)).not.toHaveProperty('client_key');
  });

  it('reads a comma as the point', () =>
    expect(toCreate({ ...filled, outbound_rate_limit: '0,5' }, 2).outbound_rate_limit).toBe(0.5));
});

describe('a stored broker', () => {
  const stored = aBroker({ username: 'line', has_password: true, has_client_key: true, use_tls: true });

  it('makes a round trip without a change', () => expect(toUpdate(formOf(stored), stored)).toEqual({}));

  it('takes its events as a set', () => {
    const told = aBroker({ outbound_events: ['limits', 'sample'] });
    expect(toUpdate(formOf(told), told)).toEqual({});
    expect(toUpdate({ ...formOf(told), outbound_events: ['sample'] }, told)).toEqual({
      outbound_events: ['sample'],
    });
  });

  it('sends what was changed only', () =>
    expect(toUpdate({ ...formOf(stored), port: '8883', name: 'Hall B' }, stored)).toEqual({
      name: 'Hall B',
      port: 8883,
    }));

  it('forgets a user name that was emptied', () =>
    expect(toUpdate({ ...formOf(stored), username: '' }, stored)).toEqual({ username: null }));

  it('keeps a password until another is typed or its removal is asked for', () => {
    expect(toUpdate({ ...formOf(stored), password: 'new' }, stored)).toEqual({ password: 'new' });
    expect(toUpdate({ ...formOf(stored), remove_password: true }, stored)).toEqual({ password: null });
  });

  it('keeps a client key in the same way', () => {
    expect(toUpdate({ ...formOf(stored), client_key: 'pem' }, stored)).toEqual({ client_key: 'pem' });
    expect(toUpdate({ ...formOf(stored), remove_client_key: true }, stored)).toEqual({ client_key: null });
  });

  it('keeps its certificates while TLS is switched off', () => {
    const trusting = aBroker({ use_tls: true, ca_certificate: PEM });
    expect(toUpdate({ ...formOf(trusting), use_tls: false }, trusting)).toEqual({ use_tls: false });
  });

  it('is tested without the secrets that only the server knows', () => {
    expect(untestable(formOf(stored), stored)).toEqual(['password', 'client_key']);
    expect(untestable({ ...formOf(stored), password: 'x', use_tls: false }, stored)).toEqual([]);
    expect(toTest({ ...formOf(stored), password: 'x' })).toMatchObject({ username: 'line', password: 'x' });
  });
});

describe('the port', () => {
  it.each([
    ['1883', true, '8883'],
    ['8883', false, '1883'],
    ['18830', true, '18830'],
    ['', true, ''],
  ])('%s with TLS %s becomes %s', (port, useTls, expected) =>
    expect(portAfterTls(port, useTls)).toBe(expected),
  );
});

describe('a secret', () => {
  const stored = aBroker({
    has_password: true,
    has_client_key: true,
    use_tls: true,
    host: 'a.example',
    port: 8883,
  });
  const form = formOf(stored);

  it('is kept while the address stays', () =>
    expect(askedAgain({ ...form, name: 'Other', keepalive: '30' }, stored)).toEqual([]));

  it.each([
    { host: 'b.example' },
    { port: '8884' },
    { verify_certificate: false },
    { ca_certificate: PEM },
  ] as const)('is asked for again after %j', (change) =>
    expect(askedAgain({ ...form, ...change }, stored)).toEqual(['password', 'client_key']),
  );

  it('is asked for no more once it was typed or is removed', () => {
    const moved = { ...form, host: 'b.example' };
    expect(askedAgain({ ...moved, password: 'x', client_key: 'y' }, stored)).toEqual([]);
    expect(askedAgain({ ...moved, remove_password: true, remove_client_key: true }, stored)).toEqual([]);
  });

  it('that TLS needed goes with it', () =>
    expect(toUpdate({ ...form, use_tls: false, password: 'x' }, stored)).toMatchObject({ client_key: null }));

  it('of a new broker was never stored', () =>
    expect(askedAgain({ ...filled, host: 'b.example' }, null)).toEqual([]));
});
