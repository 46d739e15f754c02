import type { MailServer } from '@/shared/api/types';
import { bodyOf, valuesOf } from './mail-form';

const stored: MailServer = {
  host: 'mail.example',
  port: 587,
  security: 'starttls',
  username: 'spc@plant.example',
  sender: 'spc@plant.example',
  verify_certificate: true,
  ca_certificate: null,
  has_password: false,
  authentication: 'oauth2',
  oauth: {
    grant: 'refresh_token',
    token_url: 'https://login.example/token',
    client_id: 'spc',
    scope: 'mail.send',
    ca_certificate: null,
    has_client_secret: true,
    has_refresh_token: true,
  },
  updated_at: '2026-01-05T06:07:08Z',
};

describe('the mail server', () => {
  it('with OAuth 2 keeps its secrets when the fields stay empty', () =>
    expect(bodyOf(valuesOf(stored))).toEqual({
      host: 'mail.example',
      port: 587,
      security: 'starttls',
      sender: 'spc@plant.example',
      verify_certificate: true,
      ca_certificate: null,
      authentication: 'oauth2',
      username: 'spc@plant.example',
      oauth: {
        grant: 'refresh_token',
        token_url: 'https://login.example/token',
        client_id: 'spc',
        scope: 'mail.send',
        ca_certificate: null,
      },
    }));

  it('has no refresh token with client credentials', () => {
    const values = valuesOf(stored);
    const typed = { client_secret: 'hush', refresh_token: 'left over', grant: 'client_credentials' as const };
    const { oauth } = bodyOf({ ...values, oauth: { ...values.oauth, ...typed } });
    expect(oauth).toMatchObject({ client_secret: 'hush' });
    expect(oauth).not.toHaveProperty('refresh_token');
  });

  it('with a password says nothing of OAuth 2', () => {
    const body = bodyOf({ ...valuesOf(stored), authentication: 'password', password: 'hush' });
    expect(body).toMatchObject({ authentication: 'password', password: 'hush' });
    expect(body).not.toHaveProperty('oauth');
  });

  it('signs in nowhere without a user name and a password', () =>
    expect(bodyOf(valuesOf(null))).toMatchObject({ authentication: 'none' }));

  it('shows a refusal of OAuth 2 beside its field', () => {
    expect(valuesOf(null)).toHaveProperty('oauth.token_url');
    expect(valuesOf(null)).not.toHaveProperty('oauth.unknown');
  });
});
