import type { AuditEvent } from '@/shared/api/types';
import { renderPage, serve } from '@/test/serve';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Component } from './page';

const TRAIL = 'GET /api/v1/audit/';

const anEvent = (change: Partial<AuditEvent> = {}): AuditEvent => ({
  id: 1,
  at: '2026-03-04T10:00:00Z',
  user_id: 7,
  username: 'ada',
  action: 'limits.changed',
  entity_type: 'characteristic',
  entity_id: '12',
  plant_id: 1,
  address: '10.0.0.7',
  detail: { name: 'Bore', before: { ucl: 10 }, after: { ucl: 11 } },
  correlation_id: null,
  ...change,
});

const show = (items: AuditEvent[], address = '/audit', total = items.length) => {
  const sent = serve({
    [TRAIL]: () => ({ body: { items, total, offset: 0, limit: 50 } }),
    'GET /api/v1/audit/kinds': () => ({
      body: { actions: ['limits.changed', 'plant.created'], entity_types: ['characteristic', 'plant'] },
    }),
    'GET /api/v1/audit/export': () => ({ body: 'id,at' }),
    'GET /api/v1/plants/': () => ({ body: [] }),
  });
  renderPage(<Component />, address);
  return sent;
};

const lastAsked = (sent: ReturnType<typeof show>): string | undefined =>
  sent.filter(({ url }) => url.pathname === '/api/v1/audit/').at(-1)?.url.search;

describe('the audit trail', () => {
  it('says who did what to what, from where, and what it was before', async () => {
    show([anEvent()]);
    const row = await screen.findByRole('row', { name: /limits\.changed/ });
    expect(row).toHaveTextContent('ada');
    expect(row).toHaveTextContent('10.0.0.7');
    expect(row).toHaveTextContent('{"ucl":10}');
    expect(
      within(row).getByRole('button', { name: 'What happened to characteristic 12' }),
    ).toBeInTheDocument();
  });

  it('tells what the server did by itself', async () => {
    show([anEvent({ username: null, user_id: null, address: null, detail: null })]);
    expect(await screen.findByText('The server')).toBeInTheDocument();
  });

  it('shows the story of an object', async () => {
    const sent = show([anEvent()]);
    await userEvent.click(await screen.findByRole('button', { name: /What happened to/ }));
    await waitFor(() =>
      expect(lastAsked(sent)).toBe('?entity_type=characteristic&entity_id=12&offset=0&limit=50'),
    );
    expect(screen.getByLabelText('Kind of object')).toHaveValue('characteristic');
  });

  it('asks for a person when the name is sent off, and from the first page', async () => {
    const sent = show([anEvent()], '/audit?page=2', 60);
    await userEvent.type(await screen.findByLabelText('Person or key'), 'ada{Enter}');
    await waitFor(() => expect(lastAsked(sent)).toBe('?username=ada&offset=0&limit=50'));
  });

  it('offers everything again when nothing is found', async () => {
    const sent = show([], '/audit?who=nobody');
    expect(await screen.findByText('No event is like that')).toBeInTheDocument();
    await userEvent.click(screen.getAllByRole('button', { name: 'Show everything' })[0]!);
    await waitFor(() => expect(lastAsked(sent)).toBe('?offset=0&limit=50'));
  });

  it('says why the trail cannot be read', async () => {
    serve({ [TRAIL]: () => ({ status: 403, body: { detail: 'The audit trail is for administrators' } }) });
    renderPage(<Component />, '/audit');
    expect(await screen.findByText(/The audit trail is for administrators/)).toBeInTheDocument();
  });
});
