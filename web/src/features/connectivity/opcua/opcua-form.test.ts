import { anOpcuaServer } from '@/test/builders/connections';
import {
  askedAgain,
  emptyForm,
  formOf,
  modeAfterPolicy,
  type OpcuaForm,
  opcuaForm,
  toCreate,
  toTest,
  toUpdate,
  untestable,
} from './opcua-form';

const filled: OpcuaForm = { ...emptyForm, name: 'PLC 1', endpoint_url: 'opc.tcp://plc.example.com:4840' };

const problems = (form: OpcuaForm): Record<string, string> =>
  Object.fromEntries(
    (opcuaForm.safeParse(form).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]),
  );

describe('what is typed', () => {
  it('is fine with a name and an address', () => expect(problems(filled)).toEqual({}));

  it('needs both', () =>
    expect(problems({ ...emptyForm, name: ' ' })).toEqual({ name: 'required', endpoint_url: 'required' }));

  it.each(['plc.example.com:4840', 'https://plc', 'opc.tcp://'])('%s is no address', (endpoint_url) =>
    expect(problems({ ...filled, endpoint_url })).toEqual({ endpoint_url: 'address' }),
  );

  it('needs what the way to sign in needs', () => {
    expect(problems({ ...filled, auth_mode: 'username_password' })).toEqual({ username: 'userMissing' });
    expect(problems({ ...filled, auth_mode: 'certificate' })).toEqual({
      client_certificate: 'certificateMissing',
      client_key: 'keyMissing',
    });
    expect(
      problems({ ...filled, auth_mode: 'certificate', client_certificate: 'PEM', has_stored_key: true }),
    ).toEqual({});
  });

  it.each([
    ['session_timeout', ['999', '300001', 'x', ''], 'sessionTimeout'],
    ['publishing_interval', ['49', '60001', '50.5'], 'publishing'],
    ['sampling_interval', ['9', '60001'], 'sampling'],
  ])('%s has its bounds', (field, values, problem) => {
    for (const value of values) expect(problems({ ...filled, [field]: value })).toEqual({ [field]: problem });
  });
});

describe('the security mode', () => {
  it.each([
    ['None', 'Sign', 'None'],
    ['Basic256Sha256', 'None', 'SignAndEncrypt'],
    ['Aes256Sha256RsaPss', 'Sign', 'Sign'],
  ] as const)('with the policy %s after %s is %s', (policy, before, after) =>
    expect(modeAfterPolicy(policy, before)).toBe(after),
  );
});

describe('a new server', () => {
  it('belongs to the plant, and anonymously has no credentials', () => {
    const request = toCreate({ ...filled, username: 'typed', password: 'x', client_key: 'y' }, 2);
    expect(request).toMatchObject({ plant_id: 2, auth_mode: 'anonymous', session_timeout: 30_000 });
    for (const absent of ['username', 'password', 'client_certificate', 'client_key'])
      expect(request).not.toHaveProperty(absent);
  });

  it('has the credentials of its way to sign in only', () => {
    const typed = {
      ...filled,
      username: ' line ',
      password: 'x',
      client_certificate: 'PEM\n',
      client_key: 'K',
    };
    expect(toCreate({ ...typed, auth_mode: 'username_password' }, 2)).toMatchObject({
      username: 'line',
      password: 'x',
    });
    const certified = toTest({ ...typed, auth_mode: 'certificate' });
    expect(certified).toMatchObject({ client_certificate: 'PEM', client_key: 'K' });
    expect(certified).not.toHaveProperty('password');
  });

  it('may belong to every plant', () =>
    expect(toCreate({ ...filled, every_plant: true }, 2).plant_id).toBeNull());
});

describe('a stored server', () => {
  const stored = anOpcuaServer({
    auth_mode: 'username_password',
    username: 'line',
    has_password: true,
    security_policy: 'Basic256Sha256',
    security_mode: 'Sign',
  });

  it('makes a round trip without a change', () => expect(toUpdate(formOf(stored), stored)).toEqual({}));

  it('sends what was changed only', () =>
    expect(toUpdate({ ...formOf(stored), sampling_interval: '100' }, stored)).toEqual({
      sampling_interval: 100,
    }));

  it('keeps a password until another is typed or its removal is asked for', () => {
    expect(toUpdate({ ...formOf(stored), password: 'new' }, stored)).toEqual({ password: 'new' });
    expect(toUpdate({ ...formOf(stored), remove_password: true }, stored)).toEqual({ password: null });
  });

  it('is tested without the secret that only the server knows', () => {
    expect(untestable(formOf(stored), stored)).toBe('password');
    expect(untestable({ ...formOf(stored), password: 'x' }, stored)).toBeNull();
    expect(untestable({ ...formOf(stored), auth_mode: 'anonymous' }, stored)).toBeNull();
    const certified = anOpcuaServer({ auth_mode: 'certificate', has_client_key: true });
    expect(untestable(formOf(certified), certified)).toBe('client_key');
  });
});

describe('a secret', () => {
  const stored = anOpcuaServer({
    auth_mode: 'username_password',
    username: 'spc',
    has_password: true,
    security_policy: 'Basic256Sha256',
    security_mode: 'SignAndEncrypt',
  });
  const form = formOf(stored);

  it('is kept while the endpoint and its security stay', () =>
    expect(askedAgain({ ...form, name: 'Other', sampling_interval: '100' }, stored)).toBeNull());

  it.each([
    { endpoint_url: 'opc.tcp://other.example.com:4840' },
    { security_mode: 'Sign' },
    { security_policy: 'None', security_mode: 'None' },
  ] as const)('is asked for again after %j', (change) =>
    expect(askedAgain({ ...form, ...change }, stored)).toBe('password'),
  );

  it('of a way to sign in that is not chosen any more does not move', () =>
    expect(
      toUpdate({ ...form, auth_mode: 'anonymous', endpoint_url: 'opc.tcp://other:4840' }, stored),
    ).toMatchObject({ password: null }));
});
