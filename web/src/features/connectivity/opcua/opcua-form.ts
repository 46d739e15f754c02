// What an engineer types about an OPC UA server, checked and turned into requests. Pure. Fields are named as the members of
// the API, so that a refusal finds its field. Messages are translation keys below connectivity:opcua.problems.
import type { OpcuaServer, OpcuaServerCreate, OpcuaServerUpdate, OpcuaTestRequest } from '@/shared/api/types';
import { flag, membersOf, neededText, oneOf, optionalText, whole } from '@/shared/forms/members';
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

const connection = membersOf({
  endpoint_url: {
    ...neededText(500),
    schema: neededText(500).schema.check(
      z.refine((typed) => typed.trim() === '' || /^opc\.tcp:\/\/[^\s/]+/i.test(typed.trim()), key('address')),
    ),
  },
  security_policy: oneOf(POLICIES, 'None'),
  security_mode: oneOf(['None', ...SECURE_MODES], 'None'),
  auth_mode: oneOf(AUTH_MODES, 'anonymous'),
});

const plain = membersOf({
  name: neededText(100),
  session_timeout: whole(1_000, 300_000, key('sessionTimeout'), 30_000),
  publishing_interval: whole(50, 60_000, key('publishing'), 1_000),
  sampling_interval: whole(10, 60_000, key('sampling'), 250),
  is_active: flag(true),
});

const pem = z.string().check(z.maxLength(65_536, key('tooLong')));

const signIn = membersOf({
  username: optionalText(255),
  client_certificate: { ...optionalText(), schema: pem },
});

export const opcuaForm = z
  .object({
    ...connection.shape,
    ...plain.shape,
    ...signIn.shape,
    /** Empty: none, or the stored one as it is. */
    password: z.string().check(z.maxLength(255, key('tooLong'))),
    remove_password: z.boolean(),
    client_key: pem,
    /** Whether the server keeps a key, so that none has to be typed. */
    has_stored_key: z.boolean(),
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
  ...connection.initial,
  ...plain.initial,
  ...signIn.initial,
  password: '',
  remove_password: false,
  client_key: '',
  has_stored_key: false,
  every_plant: false,
};

export const formOf = (server: OpcuaServer): OpcuaForm => ({
  ...emptyForm,
  ...connection.shown(server),
  ...plain.shown(server),
  ...signIn.shown(server),
  has_stored_key: server.has_client_key,
  every_plant: server.plant_id === null,
});

type Policy = OpcuaForm['security_policy'];
type Mode = OpcuaForm['security_mode'];

/** The mode is None exactly when the policy is; a policy that is chosen secures all it can until somebody says otherwise. */
export function modeAfterPolicy(policy: Policy, mode: Mode): Mode {
  if (policy === 'None') return 'None';
  return mode === 'None' ? 'SignAndEncrypt' : mode;
}

/** Only of the chosen way to sign in: what is not shown is not sent. */
const identity = (form: OpcuaForm) => {
  const { username, client_certificate } = signIn.stored(form);
  if (form.auth_mode === 'username_password') return { username };
  return form.auth_mode === 'certificate' ? { client_certificate } : {};
};

const typedSecrets = (form: OpcuaForm): { password?: string; client_key?: string } => ({
  ...(form.auth_mode === 'username_password' && form.password !== '' ? { password: form.password } : {}),
  ...(form.auth_mode === 'certificate' && form.client_key.trim() !== ''
    ? { client_key: form.client_key.trim() }
    : {}),
});

const members = (form: OpcuaForm) => ({
  ...connection.stored(form),
  ...identity(form),
  ...plain.stored(form),
});

export const toCreate = (form: OpcuaForm, plantId: number | null): OpcuaServerCreate => ({
  ...members(form),
  ...typedSecrets(form),
  plant_id: form.every_plant ? null : plantId,
});

/** Whether stored secrets would go to another address than they were entered for, or less protected. */
const moves = (form: OpcuaForm, server: OpcuaServer): boolean => {
  const to = connection.stored(form);
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
  ...connection.stored(form),
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
