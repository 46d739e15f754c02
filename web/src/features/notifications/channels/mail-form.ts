// The mail server as its form has it, by the server's own names. What is stored and secret is never shown: an empty field keeps it. Pure.
import type { MailServer, MailServerBody } from '@/shared/api/types';

export type Security = MailServer['security'];
export type Authentication = MailServer['authentication'];
export type Oauth = NonNullable<MailServer['oauth']>;
export type Grant = Oauth['grant'];

export const SECURITIES: readonly Security[] = ['starttls', 'tls', 'none'];
export const AUTHENTICATIONS: readonly Authentication[] = ['none', 'password', 'oauth2'];
export const GRANTS: readonly Grant[] = ['client_credentials', 'refresh_token'];
export const PORTS: Record<Security, string> = { starttls: '587', tls: '465', none: '25' };

export interface MailValues {
  host: string;
  port: string;
  security: Security;
  authentication: Authentication;
  username: string;
  password: string;
  oauth: {
    grant: Grant;
    token_url: string;
    client_id: string;
    client_secret: string;
    scope: string;
    refresh_token: string;
    ca_certificate: string;
  };
  sender: string;
  verify_certificate: boolean;
  ca_certificate: string;
}

export const valuesOf = (server: MailServer | null): MailValues => ({
  host: server?.host ?? '',
  port: String(server?.port ?? PORTS.starttls),
  security: server?.security ?? 'starttls',
  authentication: server?.authentication ?? 'password',
  username: server?.username ?? '',
  password: '',
  oauth: {
    grant: server?.oauth?.grant ?? 'client_credentials',
    token_url: server?.oauth?.token_url ?? '',
    client_id: server?.oauth?.client_id ?? '',
    client_secret: '',
    scope: server?.oauth?.scope ?? '',
    refresh_token: '',
    ca_certificate: server?.oauth?.ca_certificate ?? '',
  },
  sender: server?.sender ?? '',
  verify_certificate: server?.verify_certificate ?? true,
  ca_certificate: server?.ca_certificate ?? '',
});

type Body = NonNullable<MailServerBody['oauth']>;

function oauthOf({ oauth }: MailValues): Body {
  const { grant, client_secret, refresh_token } = oauth;
  return {
    grant,
    token_url: oauth.token_url.trim(),
    client_id: oauth.client_id.trim(),
    scope: oauth.scope.trim() || null,
    ca_certificate: oauth.ca_certificate.trim() || null,
    ...(client_secret ? { client_secret } : {}),
    ...(grant === 'refresh_token' && refresh_token ? { refresh_token } : {}),
  };
}

/** A password without a user name, or the other way round, is for the server to refuse. */
export function bodyOf(values: MailValues): MailServerBody {
  const username = values.username.trim();
  const isPassword = values.authentication === 'password';
  return {
    host: values.host.trim(),
    port: Number(values.port),
    security: values.security,
    sender: values.sender.trim(),
    verify_certificate: values.verify_certificate,
    ca_certificate: values.ca_certificate.trim() || null,
    authentication: isPassword && !username && !values.password ? 'none' : values.authentication,
    ...(values.authentication !== 'none' && username ? { username } : {}),
    ...(isPassword && values.password ? { password: values.password } : {}),
    ...(values.authentication === 'oauth2' ? { oauth: oauthOf(values) } : {}),
  };
}
