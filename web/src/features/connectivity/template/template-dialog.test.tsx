import type { KeptTemplate, TemplatePreview, TemplateRow } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { aBroker, aBrokerStatus } from '@/test/builders/connections';
import { aCharacteristic } from '@/test/builders/quality';
import { renderPage, serve } from '@/test/serve';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { serversOf } from '../servers';
import { TemplateDialog } from './template-dialog';

const PREVIEW = 'POST /api/v1/tags/templates/preview';
const APPLY = '/api/v1/tags/templates/apply';
const servers = serversOf(
  { brokers: [aBroker()], brokerStatuses: [aBrokerStatus()], opcuaServers: [], opcuaStatuses: [] },
  2,
);
const kept: KeptTemplate = {
  id: 5,
  name: 'Lathes',
  created_at: '2026-05-01T12:00:00Z',
  new_count: 3,
  problem: null,
  plant_id: 2,
  broker_id: 1,
  topic_pattern: 'plant1/{line}/{machine}/diameter',
  metric_pattern: null,
  place_path: 'Hall 1/{line}/{machine}',
  place_type: 'Equipment',
  characteristic_name: '{machine} diameter',
  model_characteristic_id: 7,
  model_mapping_id: null,
  trigger_topic: null,
  limit: 500,
};
const aRow = (change: Partial<TemplateRow> = {}): TemplateRow => ({
  topic: 'plant1/L1/M1/diameter',
  metric: null,
  values: { line: 'L1', machine: 'M1' },
  place: 'Hall 1 > L1 > M1',
  is_place_new: true,
  characteristic: 'M1 diameter',
  characteristic_id: null,
  outcome: 'make',
  problem: null,
  ...change,
});
const aPreview = (change: Partial<TemplatePreview> = {}): TemplatePreview => ({
  is_listening: true,
  seen_count: 4,
  matched_count: 1,
  new_count: 1,
  mapped_count: 0,
  refused_count: 0,
  new_place_count: 3,
  over_limit_count: 0,
  unread_count: 0,
  limit: 500,
  rows: [aRow()],
  ...change,
});
const made = { places_made: 3, characteristics_made: 1, mappings_made: 1, mapped_before: 0 };

/** Opens the dialog and takes the kept template, which fills every field. */
const show = async (
  preview: { status?: number; body: unknown },
  answers: Parameters<typeof serve>[0] = {},
) => {
  const sent = serve({
    'GET /api/v1/characteristics/': () => ({ body: { items: [aCharacteristic({ id: 7 })], total: 1 } }),
    'GET /api/v1/plants/2/hierarchies/': () => ({ body: [] }),
    'GET /api/v1/tags/templates': () => ({ body: [kept] }),
    [PREVIEW]: () => preview,
    [`POST ${APPLY}`]: () => ({ body: made }),
    ...answers,
  });
  const onClose = vi.fn();
  renderPage(<TemplateDialog servers={servers} onClose={onClose} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Use Lathes' }));
  return { posts: (path: string) => sent.filter(({ url }) => url.pathname === path), onClose };
};
const button = (name: RegExp | string) => screen.getByRole('button', { name });

beforeEach(() => usePlantSelection.setState({ plantId: 2 }));

describe('the dialog of a template', () => {
  it('asks for no preview before the fields are filled', () => {
    const sent = serve({ 'GET /api/v1/tags/templates': () => ({ body: [] }) });
    renderPage(<TemplateDialog servers={servers} onClose={vi.fn()} />);
    expect(screen.getByText(/Fill in the fields/)).toBeInTheDocument();
    expect(button('Make 0 mappings…')).toBeDisabled();
    expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(0);
  });

  it('says how many new machines a kept template has', async () => {
    await show({ body: aPreview() });
    expect(screen.getByText('3 new machines')).toBeInTheDocument();
  });

  it('shows what would be made of each topic', async () => {
    await show({ body: aPreview() });
    const table = await screen.findByRole('table', { name: 'What would be made' });
    const [, row] = within(table).getAllByRole('row');
    expect(
      within(row!)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['plant1/L1/M1/diameter', 'Hall 1 > L1 > M1 new', 'M1 diameter', 'is made']);
  });

  it('makes nothing before that is confirmed, and then what was shown', async () => {
    const refused = aRow({ topic: 'plant1//M2/diameter', outcome: 'refused', problem: '{line} is empty' });
    const { posts, onClose } = await show({ body: aPreview({ rows: [aRow(), refused], refused_count: 1 }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Make 1 mapping…' }));
    expect(screen.getByText(/Mappings to make: 1; new places: 3/)).toBeInTheDocument();
    expect(posts(APPLY)).toHaveLength(0);
    await userEvent.click(button('Make Them'));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(posts(APPLY)[0]?.body).toMatchObject({
      topic_pattern: kept.topic_pattern,
      sources: [{ topic: 'plant1/L1/M1/diameter', metric: null }],
    });
  });

  it('asks again when the template is changed after it was confirmed', async () => {
    const { posts } = await show({ body: aPreview() });
    await userEvent.click(await screen.findByRole('button', { name: 'Make 1 mapping…' }));
    await userEvent.type(screen.getByLabelText(/^Place/), '/x');
    expect(screen.queryByRole('button', { name: 'Make Them' })).not.toBeInTheDocument();
    expect(posts(APPLY)).toHaveLength(0);
  });

  it('lets a confirmation be taken back', async () => {
    const { posts } = await show({ body: aPreview() });
    await userEvent.click(await screen.findByRole('button', { name: 'Make 1 mapping…' }));
    await userEvent.click(button('Back'));
    expect(button('Make 1 mapping…')).toBeEnabled();
    expect(posts(APPLY)).toHaveLength(0);
  });

  it('makes nothing of what is more than the limit', async () => {
    await show({ body: aPreview({ over_limit_count: 20, refused_count: 20 }) });
    expect(await screen.findByText(/20 more than the limit of 500: nothing is made/)).toBeInTheDocument();
    expect(button('Make 0 mappings…')).toBeDisabled();
  });

  it('puts a refusal beside its field', async () => {
    const detail = [
      { type: 'value_error', loc: ['body', 'place_path'], msg: 'did you mean {line}?', input: '' },
    ];
    await show({ status: 422, body: { detail } });
    expect(await screen.findByText('did you mean {line}?')).toHaveAttribute('role', 'alert');
    expect(screen.getByLabelText(/^Place/)).toBeInvalid();
  });

  it('says why there is no preview', async () => {
    await show({ status: 404, body: { detail: 'Broker 1 not found' } });
    expect(await screen.findByText('Broker 1 not found')).toBeInTheDocument();
  });

  it('offers to listen when nobody does', async () => {
    const { posts } = await show(
      { body: aPreview({ is_listening: false, matched_count: 0, new_count: 0, rows: [] }) },
      { 'POST /api/v1/brokers/1/discover': () => ({ status: 202, body: { message: '' } }) },
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Start discovery' }));
    await waitFor(() => expect(posts('/api/v1/brokers/1/discover')).toHaveLength(1));
  });

  it('says that no topic matches', async () => {
    await show({ body: aPreview({ matched_count: 0, new_count: 0, rows: [] }) });
    expect(await screen.findByText('No topic matches the pattern')).toBeInTheDocument();
    expect(screen.getByText('4 topics and metrics seen so far.')).toBeInTheDocument();
  });

  it('says why nothing was made', async () => {
    const { onClose } = await show(
      { body: aPreview() },
      { [`POST ${APPLY}`]: () => ({ status: 409, body: { detail: 'Nothing was made. The name is taken' } }) },
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Make 1 mapping…' }));
    await userEvent.click(button('Make Them'));
    expect(await screen.findByText('Nothing was made. The name is taken')).toBeInTheDocument();
    expect(onClose).not.toHaveBeenCalled();
  });

  it('keeps the template under a name', async () => {
    const { posts } = await show(
      { body: aPreview() },
      { 'POST /api/v1/tags/templates': () => ({ status: 201, body: kept }) },
    );
    screen.getByLabelText('Keep as').focus();
    await userEvent.paste('Mills');
    await userEvent.click(button('Keep'));
    await waitFor(() =>
      expect(posts('/api/v1/tags/templates').find(({ method }) => method === 'POST')?.body).toMatchObject({
        name: 'Mills',
        place_path: kept.place_path,
      }),
    );
  });

  it('forgets a template', async () => {
    const { posts } = await show(
      { body: aPreview() },
      { 'DELETE /api/v1/tags/templates/5': () => ({ body: null }) },
    );
    await userEvent.click(button('Forget Lathes'));
    await waitFor(() => expect(posts('/api/v1/tags/templates/5')).toHaveLength(1));
  });
});
