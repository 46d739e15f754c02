// What an engineer types about an OPC UA server, checked and turned into requests. Pure. Fields are named as the members of
// the API, so that a refusal finds its field. Messages are translation keys below connectivity:opcua.problems.
import type { OpcuaServer, OpcuaServerCreate, OpcuaServerUpdate, OpcuaTestRequest } from '@/shared/api/types';
import { parseNumber } from '@/shared/lib/number-text';
import { z } from 'zod/mini';

export type OpcuaProblem =
  | 'required'
  | 'tooLong'
  | 'address'
  | 'userMissing'
  | 'certificateMissing'
  | 'keyMissing'
  | 'sessionTimeout'
  | 'publishing'
  | 'sampling';

const key = (problem: OpcuaProblem) => problem;

export const POLICIES = ['None', 'Basic256Sha256', 'Aes128Sha256RsaOaep', 'Aes256Sha256RsaPss'] as const;
export const AUTH_MODES = ['anonymous', 'username_password', 'certificate'] as const;
/** Of a policy that secures something. */
export const SECURE_MODES = ['SignAndEncrypt', 'Sign'] as const;

const neededText = (max: number) =>
  z.string().check(z.trim(), z.minLength(1, key('required')), z.maxLength(max, key('tooLong')));
const whole = (low: number, high: number, problem: OpcuaProblem) =>
  z.string().check(
    z.refine((typed) => {
      const value = parseNumber(typed);
      return typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;
    }, key(problem)),
  );
const pem = z.string().check(z.maxLength(65_536, key('tooLong')));

export const opcuaForm = z
  .object({
    name: neededText(100),
    endpoint_url: neededText(500).check(
      z.refine((typed) => typed.trim() === '' || /^opc\.tcp:\/\/[^\s/]+/i.test(typed.trim()), key('address')),
    ),
    security_policy: z.enum(POLICIES),
    security_mode: z.enum(['None', ...SECURE_MODES]),
    auth_mode: z.enum(AUTH_MODES),
    username: z.string().check(z.trim(), z.maxLength(255, key('tooLong'))),
    /** Empty: none, or the stored one as it is. */
    password: z.string().check(z.maxLength(255, key('tooLong'))),
    remove_password: z.boolean(),
    client_certificate: pem,
    client_key: pem,
    /** Whether the server keeps a key, so that none has to be typed. */
    has_stored_key: z.boolean(),
    session_timeout: whole(1_000, 300_000, 'sessionTimeout'),
    publishing_interval: whole(50, 60_000, 'publishing'),
    sampling_interval: whole(10, 60_000, 'sampling'),
    is_active: z.boolean(),
    /** Of every plant, and not only of the selected one. */
    every_plant: z.boolean(),
  })
  .check(
    z.refine(({ auth_mode, username }) => auth_mode !== 'username_password' || username.trim() !== '', {
      path: ['username'],
      error: key('userMissing'),
    }),
    z.refine(
      ({ auth_mode, client_certificate }) => auth_mode !== 'certificate' || client_certificate.trim() !== '',
      { path: ['client_certificate'], error: key('certificateMissing') },
    ),
    z.refine(
      ({ auth_mode, client_key, has_stored_key }) =>
        auth_mode !== 'certificate' || has_stored_key || client_key.trim() !== '',
      { path: ['client_key'], error: key('keyMissing') },
    ),
  );

export type OpcuaForm = z.infer<typeof opcuaForm>;

export const emptyForm: OpcuaForm = {
  name: '',
  endpoint_url: '',
  security_policy: 'None',
  security_mode: 'None',
  auth_mode: 'anonymous',
  username: '',
  password: '',
  remove_password: false,
  client_certificate: '',
  client_key: '',
  has_stored_key: false,
  session_timeout: '30000',
  publishing_interval: '1000',
  sampling_interval: '250',
  is_active: true,
  every_plant: false,
};

export const formOf = (server: OpcuaServer): OpcuaForm => ({
  ...emptyForm,
  name: server.name,
  endpoint_url: server.endpoint_url,
  security_policy: server.security_policy,
  security_mode: server.security_mode,
  auth_mode: server.auth_mode,
  username: server.username ?? '',
  client_certificate: server.client_certificate ?? '',
  has_stored_key: server.has_client_key,
  session_timeout: String(server.session_timeout),
  publishing_interval: String(server.publishing_interval),
  sampling_interval: String(server.sampling_interval),
  is_active: server.is_active,
  every_plant: server.plant_id === null,
});

type Policy = OpcuaForm['security_policy'];
type Mode = OpcuaForm['security_mode'];

/** The mode is None exactly when the policy is; a policy that is chosen secures all it can until somebody says otherwise. */
export function modeAfterPolicy(policy: Policy, mode: Mode): Mode {
  if (policy === 'None') return 'None';
  return mode === 'None' ? 'SignAndEncrypt' : mode;
}

const orNull = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());
/** Of a field that has been checked. */
const number = (typed: string): number => {
  const value = parseNumber(typed);
  return typeof value === 'number' ? value : NaN;
};

const connection = (form: OpcuaForm) => ({
  endpoint_url: form.endpoint_url.trim(),
  security_policy: form.security_policy,
  security_mode: form.security_mode,
  auth_mode: form.auth_mode,
});

/** Only of the chosen way to sign in: what is not shown is not sent. */
const identity = (form: OpcuaForm) => ({
  ...(form.auth_mode === 'username_password' ? { username: orNull(form.username) } : {}),
  ...(form.auth_mode === 'certificate' ? { client_certificate: orNull(form.client_certificate) } : {}),
});

const typedSecrets = (form: OpcuaForm): { password?: string; client_key?: string } => ({
  ...(form.auth_mode === 'username_password' && form.password !== '' ? { password: form.password } : {}),
  ...(form.auth_mode === 'certificate' && form.client_key.trim() !== ''
    ? { client_key: form.client_key.trim() }
    : {}),
});

const members = (form: OpcuaForm) => ({
  ...connection(form),
  ...identity(form),
  name: form.name.trim(),
  session_timeout: number(form.session_timeout),
  publishing_interval: number(form.publishing_interval),
  sampling_interval: number(form.sampling_interval),
  is_active: form.is_active,
});

export const toCreate = (form: OpcuaForm, plantId: number | null): OpcuaServerCreate => ({
  ...members(form),
  ...typedSecrets(form),
  plant_id: form.every_plant ? null : plantId,
});

/** Whether stored secrets would go to another address than they were entered for, or less protected. */
const moves = (form: OpcuaForm, server: OpcuaServer): boolean => {
  const to = connection(form);
  return (['endpoint_url', 'security_policy', 'security_mode'] as const).some(
    (name) => server[name] !== to[name],
  );
};

/** The stored secret that is to be typed again, or removed. */
export const askedAgain = (form: OpcuaForm, server: OpcuaServer | null): 'password' | 'client_key' | null =>
  server && moves(form, server) ? untestable(form, server) : null;

/** Secrets of a way to sign in that is not chosen do not move: nobody could type them again. */
const leftBehind = (form: OpcuaForm, server: OpcuaServer): { password?: null; client_key?: null } =>
  moves(form, server)
    ? {
        ...(server.has_password && form.auth_mode !== 'username_password' ? { password: null } : {}),
        ...(server.has_client_key && form.auth_mode !== 'certificate' ? { client_key: null } : {}),
      }
    : {};

/** Only what differs from what is stored. A secret is kept unless another was typed or its removal was asked for. */
export function toUpdate(form: OpcuaForm, server: OpcuaServer): OpcuaServerUpdate {
  const changed = Object.entries(members(form)).filter(
    ([name, value]) => server[name as keyof OpcuaServer] !== value,
  );
  const forgets = form.auth_mode === 'username_password' && form.remove_password;
  return {
    ...Object.fromEntries(changed),
    ...typedSecrets(form),
    ...(forgets ? { password: null } : {}),
    ...leftBehind(form, server),
  };
}

export const toTest = (form: OpcuaForm): OpcuaTestRequest => ({
  ...connection(form),
  ...identity(form),
  ...typedSecrets(form),
});

/** The stored secret that a test cannot use, because nobody but the server knows it. */
export function untestable(form: OpcuaForm, server: OpcuaServer | null): 'password' | 'client_key' | null {
  if (form.auth_mode === 'username_password')
    return server?.has_password && form.password === '' && !form.remove_password ? 'password' : null;
  if (form.auth_mode === 'certificate')
    return server?.has_client_key && form.client_key.trim() === '' ? 'client_key' : null;
  return null;
}
