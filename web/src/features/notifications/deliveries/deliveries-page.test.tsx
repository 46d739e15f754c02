import type { Delivery } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { aChannel, aDelivery } from '@/test/builders/connections';
import { renderPage, serve } from '@/test/serve';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Component } from './page';

const LOG = 'GET /api/v1/notifications/deliveries';

const show = (items: Delivery[], address = '/notifications/deliveries', total = items.length) => {
  const sent = serve({
    [LOG]: () => ({ body: { items, total, offset: 0, limit: 50 } }),
    'GET /api/v1/notifications/channels': () => ({ body: { items: [aChannel()] } }),
    'POST /api/v1/notifications/deliveries/9/retry': () => ({ body: aDelivery({ id: 9 }) }),
  });
  renderPage(<Component />, address);
  return sent;
};

beforeEach(() => usePlantSelection.setState({ plantId: 2 }));

describe('the delivery log', () => {
  it('says what became of each message', async () => {
    show([
      aDelivery(),
      aDelivery({
        id: 2,
        subject: 'WARNING: Shift at Weight',
        state: 'retrying',
        attempts: 3,
        last_error: 'no answer in time',
      }),
    ]);
    const delivered = await screen.findByRole('row', { name: /Outlier at Bore/ });
    expect(within(delivered).getByText('Delivered')).toBeInTheDocument();
    expect(within(delivered).queryByRole('button')).not.toBeInTheDocument();
    const failing = screen.getByRole('row', { name: /Shift at Weight/ });
    expect(failing).toHaveTextContent('Trying again3 attempts');
    expect(failing).toHaveTextContent('no answer in time');
  });

  it('sends a dead letter again', async () => {
    const sent = show([aDelivery({ id: 9, state: 'dead', last_error: 'the server answers 404' })]);
    await userEvent.click(await screen.findByRole('button', { name: /^Send again/ }));
    await waitFor(() =>
      expect(sent.some(({ method, url }) => method === 'POST' && url.pathname.endsWith('/9/retry'))).toBe(
        true,
      ),
    );
  });

  it('asks for what the address says', async () => {
    const sent = show(
      [aDelivery({ state: 'dead' })],
      '/notifications/deliveries?state=dead&channel=1&page=2',
      60,
    );
    await screen.findByRole('table');
    const asked = sent.find(({ url }) => url.pathname.endsWith('/deliveries'));
    expect(asked?.url.search).toBe('?plant_id=2&state=dead&channel_id=1&offset=50&limit=50');
    expect(screen.getByLabelText('State')).toHaveValue('dead');
    expect(screen.getByRole('button', { name: 'Older' })).toBeDisabled();
  });

  it('says that nothing was sent yet', async () => {
    show([]);
    expect(await screen.findByText('Nothing was sent yet')).toBeInTheDocument();
  });

  it('says why it cannot be shown', async () => {
    serve({ [LOG]: () => ({ status: 503, body: { detail: 'The database is locked' } }) });
    renderPage(<Component />);
    expect(await screen.findByRole('alert')).toHaveTextContent('The database is locked');
  });
});
