// The mail server as its form has it, by the server's own names. What is stored and secret is never shown: an empty field keeps it. Pure.
import type { MailServer, MailServerBody } from '@/shared/api/types';
import { flag, type Member, membersOf, oneOf, optionalText, text } from '@/shared/forms/members';

export type Security = MailServer['security'];
export type Authentication = MailServer['authentication'];
export type Oauth = NonNullable<MailServer['oauth']>;
export type Grant = Oauth['grant'];

export const SECURITIES: readonly Security[] = ['starttls', 'tls', 'none'];
export const AUTHENTICATIONS: readonly Authentication[] = ['none', 'password', 'oauth2'];
export const GRANTS: readonly Grant[] = ['client_credentials', 'refresh_token'];
export const PORTS: Record<Security, string> = { starttls: '587', tls: '465', none: '25' };

/** What a mail server needs, the server knows: nothing is checked here. */
const port: Member<string, number> = { ...text(), initial: PORTS.starttls, shown: String, stored: Number };

const mail = membersOf({
  host: text(),
  port,
  security: oneOf(SECURITIES, 'starttls'),
  sender: text(),
  verify_certificate: flag(true),
  ca_certificate: optionalText(),
});

const oauth = membersOf({
  grant: oneOf(GRANTS, 'client_credentials'),
  token_url: text(),
  client_id: text(),
  scope: optionalText(),
  ca_certificate: optionalText(),
});

export const valuesOf = (server: MailServer | null) => ({
  ...(server ? mail.shown(server) : mail.initial),
  authentication: server?.authentication ?? 'password',
  username: server?.username ?? '',
  password: '',
  oauth: {
    ...(server?.oauth ? oauth.shown(server.oauth) : oauth.initial),
    client_secret: '',
    refresh_token: '',
  },
});

export type MailValues = ReturnType<typeof valuesOf>;

const oauthOf = ({ oauth: typed }: MailValues): NonNullable<MailServerBody['oauth']> => ({
  ...oauth.stored(typed),
  ...(typed.client_secret ? { client_secret: typed.client_secret } : {}),
  ...(typed.grant === 'refresh_token' && typed.refresh_token ? { refresh_token: typed.refresh_token } : {}),
});

/** A password without a user name, or the other way round, is for the server to refuse. */
export function bodyOf(values: MailValues): MailServerBody {
  const username = values.username.trim();
  const isPassword = values.authentication === 'password';
  return {
    ...mail.stored(values),
    authentication: isPassword && !username && !values.password ? 'none' : values.authentication,
    ...(values.authentication !== 'none' && username ? { username } : {}),
    ...(isPassword && values.password ? { password: values.password } : {}),
    ...(values.authentication === 'oauth2' ? { oauth: oauthOf(values) } : {}),
  };
}
