// What an engineer types about an MQTT broker, checked and turned into requests. Pure. Fields are named as the members of
// the API, so that a refusal finds its field. Messages are translation keys below connectivity:broker.problems.
import type { Broker, BrokerCreate, BrokerTestRequest, BrokerUpdate } from '@/shared/api/types';
import {
  decimal,
  flag,
  membersOf,
  neededText,
  oneOf,
  optionalText,
  someOf,
  text,
  whole,
} from '@/shared/forms/members';
import { z } from 'zod/mini';

export type BrokerProblem =
  | 'required'
  | 'tooLong'
  | 'port'
  | 'keepalive'
  | 'reconnectDelay'
  | 'rateLimit'
  | 'eventsMissing'
  | 'sparkplugId';

const key = (problem: BrokerProblem) => problem;

export const EVENTS = ['sample', 'violation', 'ack', 'limits'] as const;
export const PROTOCOLS = ['auto', 'v5', 'v311'] as const;
export const FORMATS = ['json', 'sparkplug'] as const;
export const SEVERITIES = ['WARNING', 'CRITICAL'] as const;

export const PORT = { plain: '1883', tls: '8883' } as const;

const plain = membersOf({
  name: neededText(100),
  host: neededText(255),
  port: whole(1, 65_535, key('port'), Number(PORT.plain)),
  protocol: oneOf(PROTOCOLS, 'auto'),
  client_id: text(100),
  keepalive: whole(5, 3_600, key('keepalive'), 60),
  max_reconnect_delay: whole(10, 3_600, key('reconnectDelay'), 300),
  is_active: flag(true),
  username: optionalText(100),
  use_tls: flag(false),
  /** Empty: UTC. */
  time_zone: optionalText(100),
  sparkplug_host_id: {
    ...optionalText(),
    schema: text(100).schema.check(z.regex(/^[^+#/]*$/, key('sparkplugId'))),
  },
  outbound_enabled: flag(false),
  outbound_topic_prefix: text(200, 'openspc'),
  outbound_format: oneOf(FORMATS, 'json'),
  outbound_events: someOf(EVENTS, EVENTS),
  outbound_severity: oneOf(SEVERITIES, 'WARNING'),
  outbound_rate_limit: decimal(0.1, 60, key('rateLimit'), 1),
});

const pem = { ...optionalText(), schema: z.string().check(z.maxLength(65_536, key('tooLong'))) };

const tls = membersOf({
  verify_certificate: flag(true),
  ca_certificate: pem,
  client_certificate: pem,
});

const formWith = (clientId: typeof plain.shape.client_id) =>
  z
    .object({
      ...plain.shape,
      ...tls.shape,
      client_id: clientId,
      /** Of every plant, and not only of the selected one. */
      every_plant: z.boolean(),
      /** Empty: none, or the stored one as it is. */
      password: z.string().check(z.maxLength(255, key('tooLong'))),
      remove_password: z.boolean(),
      client_key: pem.schema,
      remove_client_key: z.boolean(),
    })
    .check(
      z.refine(({ outbound_enabled, outbound_events }) => !outbound_enabled || outbound_events.length > 0, {
        path: ['outbound_events'],
        error: key('eventsMissing'),
      }),
    );

export const brokerForm = formWith(neededText(100).schema);
/** Without a client id the server makes one. */
export const newBrokerForm = formWith(plain.shape.client_id);

export type BrokerForm = z.infer<typeof brokerForm>;

export const emptyForm: BrokerForm = {
  ...plain.initial,
  ...tls.initial,
  every_plant: false,
  password: '',
  remove_password: false,
  client_key: '',
  remove_client_key: false,
};

export const formOf = (broker: Broker): BrokerForm => ({
  ...emptyForm,
  ...plain.shown(broker),
  ...tls.shown(broker),
  every_plant: broker.plant_id === null,
});

/** Only with TLS switched on: what is not shown is not sent. */
const certificates = (form: BrokerForm): Partial<ReturnType<typeof tls.stored>> =>
  form.use_tls ? tls.stored(form) : {};

const typedSecrets = (form: BrokerForm): { password?: string; client_key?: string } => ({
  ...(form.password === '' ? {} : { password: form.password }),
  ...(form.use_tls && form.client_key.trim() !== '' ? { client_key: form.client_key.trim() } : {}),
});

export function toCreate(form: BrokerForm, plantId: number | null): BrokerCreate {
  const { client_id, ...members } = plain.stored(form);
  return {
    ...members,
    ...(client_id === '' ? {} : { client_id }),
    ...certificates(form),
    ...typedSecrets(form),
    plant_id: form.every_plant ? null : plantId,
  };
}

/** Lists are sets here: the order of their members says nothing. */
const isSame = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((item) => b.includes(item))
    : a === b;

/** Without TLS no key is of use, and none can be typed. */
const isKeyRemoved = (form: BrokerForm, broker: Broker): boolean =>
  form.use_tls ? form.remove_client_key : broker.use_tls && broker.has_client_key;

/** Only what differs from what is stored. A secret is kept unless another was typed or its removal was asked for. */
export function toUpdate(form: BrokerForm, broker: Broker): BrokerUpdate {
  const members = { ...plain.stored(form), ...certificates(form) };
  const changed = Object.entries(members).filter(
    ([name, value]) => !isSame(broker[name as keyof Broker], value),
  );
  return {
    ...Object.fromEntries(changed),
    ...typedSecrets(form),
    ...(form.remove_password ? { password: null } : {}),
    ...(isKeyRemoved(form, broker) ? { client_key: null } : {}),
  };
}

export function toTest(form: BrokerForm): BrokerTestRequest {
  const { host, port, protocol, use_tls, username } = plain.stored(form);
  return { host, port, protocol, use_tls, username, ...certificates(form), ...typedSecrets(form) };
}

export type Secret = 'password' | 'client_key';

/** What decides where a secret goes, and how well it is protected on its way. */
const DESTINATION = ['host', 'port', 'use_tls', 'verify_certificate', 'ca_certificate'] as const;

/** Stored secrets go to no other address than they were entered for: these are to be typed again, or removed. */
export function askedAgain(form: BrokerForm, broker: Broker | null): Secret[] {
  if (!broker) return [];
  const members = { ...plain.stored(form), ...certificates(form) };
  const moves = DESTINATION.some((name) => name in members && !isSame(broker[name], members[name]));
  return moves ? untestable(form, broker) : [];
}

/** Stored secrets that a test cannot use, because nobody but the server knows them. */
export const untestable = (form: BrokerForm, broker: Broker | null): Secret[] => [
  ...(broker?.has_password && form.password === '' && !form.remove_password ? ['password' as const] : []),
  ...(broker?.has_client_key && form.use_tls && form.client_key.trim() === '' && !form.remove_client_key
    ? ['client_key' as const]
    : []),
];

/** The usual port of the other kind of connection, unless somebody chose an unusual one. */
export function portAfterTls(port: string, useTls: boolean): string {
  if (useTls && port.trim() === PORT.plain) return PORT.tls;
  if (!useTls && port.trim() === PORT.tls) return PORT.plain;
  return port;
}
