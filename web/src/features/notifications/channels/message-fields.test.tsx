import { usePlantSelection } from '@/shared/plants/plant-selection';
import { aChannel } from '@/test/builders/connections';
import { renderPage, serve } from '@/test/serve';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ChannelDialog } from './channel-dialog';

type Answers = Parameters<typeof serve>[0];
const PATCH = 'PATCH /api/v1/notifications/channels/1';
const PREVIEW = 'POST /api/v1/notifications/channels/preview';

const edit = (channel = aChannel(), answers: Answers = {}) => {
  const sent = serve({ [PATCH]: () => ({ body: channel }), ...answers });
  renderPage(<ChannelDialog channel={channel} onClose={() => undefined} />, '/notifications/channels');
  return (method: string) => sent.filter((item) => item.method === method);
};
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const refusal = (field: (string | number)[], msg: string) => ({
  status: 422,
  body: { detail: [{ loc: ['body', ...field], msg: `Value error, ${msg}`, type: 'value_error' }] },
});

beforeEach(() => usePlantSelection.setState({ plantId: 2 }));

describe('the message of a webhook', () => {
  it('is stored with a header that was added', async () => {
    const sent = edit();
    await press('Add Header');
    await userEvent.type(screen.getByLabelText('Header 1: name'), 'X-Gotify-Key');
    await userEvent.type(screen.getByLabelText('Header 1: value'), 'AbC');
    await press('Save Changes');
    await waitFor(() =>
      expect(sent('PATCH')[0]?.body).toMatchObject({ headers: [{ name: 'X-Gotify-Key', value: 'AbC' }] }),
    );
  });

  it('shows the refusal of a header beside it', async () => {
    edit(aChannel({ headers: [{ name: 'Host', value: 'x' }] }), {
      [PATCH]: () => refusal(['headers', 0, 'name'], 'it is set for each message'),
    });
    await press('Save Changes');
    await waitFor(() =>
      expect(screen.getByLabelText('Header 1: name')).toHaveAccessibleDescription(
        'it is set for each message',
      ),
    );
  });

  it('never shows a stored token, and keeps it', async () => {
    const sent = edit(aChannel({ has_bearer_token: true }));
    expect(screen.getByLabelText('Bearer token')).toHaveValue('');
    await press('Save Changes');
    await waitFor(() => expect(sent('PATCH')).toHaveLength(1));
    expect(sent('PATCH')[0]?.body).not.toHaveProperty('bearer_token');
  });

  it('shows what a template makes of a violation, and all placeholders', async () => {
    const sent = edit(aChannel({ body_format: 'text', body_template: 'now: {{text}}' }), {
      [PREVIEW]: () => ({
        body: { content_type: 'text/plain', body: 'now: CRITICAL', placeholders: ['text', 'alert.ucl'] },
      }),
    });
    await press('Preview');
    expect(await screen.findByText('now: CRITICAL')).toBeInTheDocument();
    expect(screen.getByText('{{text}} {{alert.ucl}}')).toBeInTheDocument();
    expect(sent('POST')[0]?.body).toEqual({ body_format: 'text', body_template: 'now: {{text}}' });
  });

  it('says why a template cannot be used', async () => {
    edit(aChannel({ body_format: 'text', body_template: '{{txet}}' }), {
      [PREVIEW]: () => refusal(['body_template'], 'line 1, column 1: there is no placeholder'),
    });
    await press('Preview');
    expect(await screen.findByText('line 1, column 1: there is no placeholder')).toBeInTheDocument();
  });
});
