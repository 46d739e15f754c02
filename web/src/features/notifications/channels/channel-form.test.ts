import { aChannel } from '@/test/builders/connections';
import { createBody, newSecret, problemsOf, recipientsOf, updateBody, valuesOf } from './channel-form';

const webhook = { ...valuesOf(null), name: 'Hook', url: ' https://hooks.example/x ' };
const email = { ...valuesOf(null), name: 'Mail', kind: 'email' as const, recipients: 'a@b.example' };

describe('a new channel', () => {
  it('sends what its kind has', () => {
    expect(createBody(webhook, 2)).toEqual({
      name: 'Hook',
      kind: 'webhook',
      plant_id: 2,
      is_enabled: true,
      url: 'https://hooks.example/x',
      verify_certificate: true,
      ca_certificate: null,
      headers: [],
      body_format: 'json',
      body_template: null,
    });
    expect(createBody({ ...email, url: 'left over' }, 2)).toEqual({
      name: 'Mail',
      kind: 'email',
      plant_id: 2,
      is_enabled: true,
      recipients: ['a@b.example'],
    });
  });

  it('needs a name and an address', () => {
    expect(problemsOf(valuesOf(null), true)).toEqual({ name: 'needed', url: 'needed' });
    expect(problemsOf({ ...email, recipients: ' , ' }, true)).toEqual({ recipients: 'needed' });
    expect(problemsOf({ ...webhook, secret: 'short' }, true)).toEqual({ secret: 'secret' });
  });
});

describe('the message of a webhook', () => {
  it('is sent with its headers, its token and its template', () =>
    expect(
      createBody(
        {
          ...webhook,
          headers: [{ name: ' X-Gotify-Key ', value: ' AbC ' }],
          bearer_token: 'tk',
          body: 'form',
          body_template: 'm={{text}}',
        },
        2,
      ),
    ).toMatchObject({
      headers: [{ name: 'X-Gotify-Key', value: 'AbC' }],
      bearer_token: 'tk',
      body_format: 'form',
      body_template: 'm={{text}}',
    }));

  it('forgets a template that is not chosen', () =>
    expect(createBody({ ...webhook, body: 'standard', body_template: 'x' }, 2)).toMatchObject({
      body_format: 'json',
      body_template: null,
    }));

  it('needs whole headers and a template that is chosen', () =>
    expect(problemsOf({ ...webhook, headers: [{ name: 'X-A', value: ' ' }], body: 'text' }, true)).toEqual({
      'headers.0.value': 'needed',
      body_template: 'needed',
    }));

  it('begins with what is stored', () =>
    expect(valuesOf(aChannel({ body_format: 'text', body_template: '{{text}}' }))).toMatchObject({
      body: 'text',
      body_template: '{{text}}',
    }));

  it('is not that of a mail', () => expect(createBody(email, 2)).not.toHaveProperty('headers'));
});

describe('a stored channel', () => {
  const stored = valuesOf(aChannel({ has_secret: true }));

  it('keeps its URL and its secret when the fields stay empty', () => {
    expect(updateBody(stored)).not.toHaveProperty('url');
    expect(updateBody(stored)).not.toHaveProperty('secret');
    expect(updateBody(stored)).not.toHaveProperty('bearer_token');
    expect(problemsOf(stored, false)).toEqual({});
  });

  it('loses its token on request only', () =>
    expect(updateBody({ ...stored, remove_bearer_token: true })).toMatchObject({ bearer_token: null }));

  it('loses its secret on request only', () =>
    expect(updateBody({ ...stored, remove_secret: true })).toMatchObject({ secret: null }));
});

it('takes recipients from lines and lists', () =>
  expect(recipientsOf('a@b.example\n c@d.example; e@f.example,\n')).toEqual([
    'a@b.example',
    'c@d.example',
    'e@f.example',
  ]));

it('makes secrets of 32 bytes, each another', () => {
  expect(newSecret()).toMatch(/^[\w-]{43}$/);
  expect(newSecret()).not.toBe(newSecret());
});
