// What an engineer types about an MQTT broker, checked and turned into requests. Pure. Fields are named as the members of
// the API, so that a refusal finds its field. Messages are translation keys below connectivity:broker.problems.
import type { Broker, BrokerCreate, BrokerTestRequest, BrokerUpdate } from '@/shared/api/types';
import { parseNumber } from '@/shared/lib/number-text';
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
export const SEVERITIES = ['WARNING', 'CRITICAL'] as const;

export const PORT = { plain: '1883', tls: '8883' } as const;

const text = (max: number) => z.string().check(z.trim(), z.maxLength(max, key('tooLong')));
const neededText = (max: number) =>
  z.string().check(z.trim(), z.minLength(1, key('required')), z.maxLength(max, key('tooLong')));
const whole = (low: number, high: number, problem: BrokerProblem) =>
  z.string().check(
    z.refine((typed) => {
      const value = parseNumber(typed);
      return typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;
    }, key(problem)),
  );
const pem = z.string().check(z.maxLength(65_536, key('tooLong')));

const shape = {
  name: neededText(100),
  host: neededText(255),
  port: whole(1, 65_535, 'port'),
  protocol: z.enum(['auto', 'v5', 'v311']),
  keepalive: whole(5, 3_600, 'keepalive'),
  max_reconnect_delay: whole(10, 3_600, 'reconnectDelay'),
  is_active: z.boolean(),
  /** Of every plant, and not only of the selected one. */
  every_plant: z.boolean(),
  username: text(100),
  /** Empty: none, or the stored one as it is. */
  password: z.string().check(z.maxLength(255, key('tooLong'))),
  remove_password: z.boolean(),
  use_tls: z.boolean(),
  verify_certificate: z.boolean(),
  ca_certificate: pem,
  client_certificate: pem,
  client_key: pem,
  remove_client_key: z.boolean(),
  /** Empty: UTC. */
  time_zone: text(100),
  sparkplug_host_id: z
    .string()
    .check(z.trim(), z.maxLength(100, key('tooLong')), z.regex(/^[^+#/]*$/, key('sparkplugId'))),
  outbound_enabled: z.boolean(),
  outbound_topic_prefix: text(200),
  outbound_format: z.enum(['json', 'sparkplug']),
  outbound_events: z.array(z.enum(EVENTS)),
  outbound_severity: z.enum(SEVERITIES),
  outbound_rate_limit: z.string().check(
    z.refine((typed) => {
      const value = parseNumber(typed);
      return typeof value === 'number' && value >= 0.1 && value <= 60;
    }, key('rateLimit')),
  ),
};

const formWith = (clientId: ReturnType<typeof text>) =>
  z.object({ ...shape, client_id: clientId }).check(
    z.refine(({ outbound_enabled, outbound_events }) => !outbound_enabled || outbound_events.length > 0, {
      path: ['outbound_events'],
      error: key('eventsMissing'),
    }),
  );

export const brokerForm = formWith(neededText(100));
/** Without a client id the server makes one. */
export const newBrokerForm = formWith(text(100));

export type BrokerForm = z.infer<typeof brokerForm>;

export const emptyForm: BrokerForm = {
  name: '',
  host: '',
  port: PORT.plain,
  protocol: 'auto',
  client_id: '',
  keepalive: '60',
  max_reconnect_delay: '300',
  is_active: true,
  every_plant: false,
  username: '',
  password: '',
  remove_password: false,
  use_tls: false,
  verify_certificate: true,
  ca_certificate: '',
  client_certificate: '',
  client_key: '',
  remove_client_key: false,
  time_zone: '',
  sparkplug_host_id: '',
  outbound_enabled: false,
  outbound_topic_prefix: 'openspc',
  outbound_format: 'json',
  outbound_events: [...EVENTS],
  outbound_severity: 'WARNING',
  outbound_rate_limit: '1',
};

export const formOf = (broker: Broker): BrokerForm => ({
  ...emptyForm,
  name: broker.name,
  host: broker.host,
  port: String(broker.port),
  protocol: broker.protocol,
  client_id: broker.client_id,
  keepalive: String(broker.keepalive),
  max_reconnect_delay: String(broker.max_reconnect_delay),
  is_active: broker.is_active,
  every_plant: broker.plant_id === null,
  username: broker.username ?? '',
  use_tls: broker.use_tls,
  verify_certificate: broker.verify_certificate,
  ca_certificate: broker.ca_certificate ?? '',
  client_certificate: broker.client_certificate ?? '',
  time_zone: broker.time_zone ?? '',
  sparkplug_host_id: broker.sparkplug_host_id ?? '',
  outbound_enabled: broker.outbound_enabled,
  outbound_topic_prefix: broker.outbound_topic_prefix,
  outbound_format: broker.outbound_format,
  outbound_events: broker.outbound_events,
  outbound_severity: broker.outbound_severity,
  outbound_rate_limit: String(broker.outbound_rate_limit),
});

const orNull = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());
/** Of a field that has been checked. */
const number = (typed: string): number => {
  const value = parseNumber(typed);
  return typeof value === 'number' ? value : NaN;
};

const plainMembers = (form: BrokerForm) => ({
  name: form.name.trim(),
  host: form.host.trim(),
  port: number(form.port),
  protocol: form.protocol,
  keepalive: number(form.keepalive),
  max_reconnect_delay: number(form.max_reconnect_delay),
  is_active: form.is_active,
  username: orNull(form.username),
  use_tls: form.use_tls,
  time_zone: orNull(form.time_zone),
  sparkplug_host_id: orNull(form.sparkplug_host_id),
  outbound_enabled: form.outbound_enabled,
  outbound_topic_prefix: form.outbound_topic_prefix.trim(),
  outbound_format: form.outbound_format,
  outbound_events: EVENTS.filter((event) => form.outbound_events.includes(event)),
  outbound_severity: form.outbound_severity,
  outbound_rate_limit: number(form.outbound_rate_limit),
});

/** Only with TLS switched on: what is not shown is not sent. */
const certificates = (form: BrokerForm) =>
  form.use_tls
    ? {
        verify_certificate: form.verify_certificate,
        ca_certificate: orNull(form.ca_certificate),
        client_certificate: orNull(form.client_certificate),
      }
    : {};

const typedSecrets = (form: BrokerForm): { password?: string; client_key?: string } => ({
  ...(form.password === '' ? {} : { password: form.password }),
  ...(form.use_tls && form.client_key.trim() !== '' ? { client_key: form.client_key.trim() } : {}),
});

export const toCreate = (form: BrokerForm, plantId: number | null): BrokerCreate => ({
  ...plainMembers(form),
  ...(form.client_id.trim() === '' ? {} : { client_id: form.client_id.trim() }),
  ...certificates(form),
  ...typedSecrets(form),
  plant_id: form.every_plant ? null : plantId,
});

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
  const members = { ...plainMembers(form), client_id: form.client_id.trim(), ...certificates(form) };
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

export const toTest = (form: BrokerForm): BrokerTestRequest => ({
  host: form.host.trim(),
  port: number(form.port),
  protocol: form.protocol,
  use_tls: form.use_tls,
  username: orNull(form.username),
  ...certificates(form),
  ...typedSecrets(form),
});

export type Secret = 'password' | 'client_key';

/** What decides where a secret goes, and how well it is protected on its way. */
const DESTINATION = ['host', 'port', 'use_tls', 'verify_certificate', 'ca_certificate'] as const;

/** Stored secrets go to no other address than they were entered for: these are to be typed again, or removed. */
export function askedAgain(form: BrokerForm, broker: Broker | null): Secret[] {
  if (!broker) return [];
  const members = { ...plainMembers(form), ...certificates(form) };
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
