// A channel as its form has it. What is stored and secret is never shown: an empty field keeps it. Pure.
import type { BodyFormat, Channel, ChannelCreate, ChannelKind, ChannelUpdate } from '@/shared/api/types';

export const KINDS: readonly ChannelKind[] = ['webhook', 'email', 'discord', 'slack', 'teams'];

export const MAX_HEADERS = 20;
/** The JSON object with everything in it, or what a template makes. */
export type BodyChoice = 'standard' | BodyFormat;
export const BODY_CHOICES: readonly BodyChoice[] = ['standard', 'json', 'text', 'form'];

export interface Header {
  name: string;
  value: string;
}

export interface ChannelValues {
  name: string;
  kind: ChannelKind;
  every_plant: boolean;
  is_enabled: boolean;
  url: string;
  secret: string;
  remove_secret: boolean;
  headers: Header[];
  bearer_token: string;
  remove_bearer_token: boolean;
  body: BodyChoice;
  body_template: string;
  recipients: string;
  verify_certificate: boolean;
  ca_certificate: string;
}

export const valuesOf = (channel: Channel | null): ChannelValues => ({
  name: channel?.name ?? '',
  kind: channel?.kind ?? 'webhook',
  every_plant: channel ? channel.plant_id === null : false,
  is_enabled: channel?.is_enabled ?? true,
  url: '',
  secret: '',
  remove_secret: false,
  headers: channel?.headers ?? [],
  bearer_token: '',
  remove_bearer_token: false,
  body: channel?.body_template != null ? channel.body_format : 'standard',
  body_template: channel?.body_template ?? '',
  recipients: channel?.recipients.join('\n') ?? '',
  verify_certificate: channel?.verify_certificate ?? true,
  ca_certificate: channel?.ca_certificate ?? '',
});

/** One on a line, or divided by commas. */
export const recipientsOf = (text: string): string[] =>
  text
    .split(/[\n,;]/)
    .map((address) => address.trim())
    .filter(Boolean);

export type ChannelProblem = 'needed' | 'secret';

export function problemsOf(values: ChannelValues, isNew: boolean): Partial<Record<string, ChannelProblem>> {
  const problems: Partial<Record<string, ChannelProblem>> = {};
  if (values.name.trim() === '') problems.name = 'needed';
  if (values.kind === 'email') {
    if (recipientsOf(values.recipients).length === 0) problems.recipients = 'needed';
  } else if (isNew && values.url.trim() === '') problems.url = 'needed';
  if (values.kind === 'webhook' && values.secret !== '' && values.secret.length < 16)
    problems.secret = 'secret';
  if (values.kind === 'webhook') {
    values.headers.forEach(({ name, value }, i) => {
      if (name.trim() === '') problems[`headers.${i}.name`] = 'needed';
      if (value.trim() === '') problems[`headers.${i}.value`] = 'needed';
    });
    if (values.body !== 'standard' && values.body_template.trim() === '') problems.body_template = 'needed';
  }
  return problems;
}

const addressOf = ({ kind, recipients }: ChannelValues) =>
  kind === 'email' ? { recipients: recipientsOf(recipients) } : {};

const headersOf = (headers: Header[]): Header[] =>
  headers.map(({ name, value }) => ({ name: name.trim(), value: value.trim() }));

/** What a preview and a channel say about the body. */
export const bodyPart = ({ body, body_template }: Pick<ChannelValues, 'body' | 'body_template'>) =>
  body === 'standard'
    ? { body_format: 'json' as const, body_template: null }
    : { body_format: body, body_template };

const messageOf = (values: ChannelValues) =>
  values.kind === 'webhook' ? { headers: headersOf(values.headers), ...bodyPart(values) } : {};

export function createBody(values: ChannelValues, plantId: number | null): ChannelCreate {
  const { name, kind, is_enabled, url, secret, verify_certificate, ca_certificate } = values;
  return {
    name: name.trim(),
    kind,
    plant_id: values.every_plant ? null : plantId,
    is_enabled,
    ...addressOf(values),
    ...(kind === 'email'
      ? {}
      : { url: url.trim(), verify_certificate, ca_certificate: ca_certificate.trim() || null }),
    ...(kind === 'webhook' && secret !== '' ? { secret } : {}),
    ...(kind === 'webhook' && values.bearer_token !== '' ? { bearer_token: values.bearer_token } : {}),
    ...messageOf(values),
  };
}

export function updateBody(values: ChannelValues): ChannelUpdate {
  const { name, kind, is_enabled, url, secret, remove_secret, verify_certificate, ca_certificate } = values;
  const secretPart = remove_secret ? { secret: null } : secret !== '' ? { secret } : {};
  const tokenPart = values.remove_bearer_token
    ? { bearer_token: null }
    : values.bearer_token !== ''
      ? { bearer_token: values.bearer_token }
      : {};
  return {
    name: name.trim(),
    is_enabled,
    ...addressOf(values),
    ...(kind !== 'email' && url.trim() !== '' ? { url: url.trim() } : {}),
    ...(kind === 'email' ? {} : { verify_certificate, ca_certificate: ca_certificate.trim() || null }),
    ...(kind === 'webhook' ? { ...secretPart, ...tokenPart } : {}),
    ...messageOf(values),
  };
}

/** 32 random bytes in the letters of base64url. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
