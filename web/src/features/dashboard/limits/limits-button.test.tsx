import { aCharacteristic, aStage } from '@/test/builders/quality';
import { renderPage, serve } from '@/test/serve';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LimitsButton } from './limits-button';

const preview = {
  before: { center_line: 10, ucl: 13, lcl: 7 },
  after: { center_line: 10.1, ucl: 10.4, lcl: 9.8 },
  sigma_before: 1,
  calculation: { method: 'moving_range', sigma: 0.1, sample_count: 25, excluded_count: 0 },
  signals: {
    sample_count: 25,
    from: null,
    to: null,
    before: { total: 0, samples: 0, by_rule: {} },
    after: { total: 3, samples: 2, by_rule: { 1: 3 } },
  },
};

const show = async (canChange = true) => {
  const log = serve({
    'POST /api/v1/characteristics/1/recalculate-limits/preview': () => ({ body: preview }),
    'POST /api/v1/characteristics/1/set-limits/preview': () => ({ body: preview }),
    'POST /api/v1/characteristics/1/set-limits': () => ({ body: preview }),
    'GET /api/v1/characteristics/1/limit-revisions': () => ({
      body: { items: [aStage({ note: 'New tool' })], total: 1, offset: 0, limit: 200 },
    }),
  });
  const characteristic = aCharacteristic({ ucl: 13, lcl: 7, stored_center_line: 10, stored_sigma: 1 });
  renderPage(<LimitsButton characteristic={characteristic} canChange={canChange} />);
  await userEvent.click(screen.getByRole('button'));
  return log;
};
const stored = (log: Awaited<ReturnType<typeof show>>) =>
  log.filter(({ method, url }) => method === 'POST' && !url.pathname.endsWith('/preview'));

describe('control limits', () => {
  it('show old and new lines and their signals before anything is stored', async () => {
    const log = await show();
    const table = within(await screen.findByTestId('limits-preview'));
    expect(table.getByRole('row', { name: 'UCL 13.000 10.400' })).toBeInTheDocument();
    expect(table.getByRole('row', { name: /^Signals 0 3/ })).toHaveTextContent('1 Outlier: 3');
    expect(stored(log)).toEqual([]);
  });

  it('are estimated without the points beyond them', async () => {
    const log = await show();
    await screen.findByTestId('limits-preview');
    const asked = log.find(({ url }) => url.pathname.endsWith('/recalculate-limits/preview'))?.url
      .searchParams;
    expect(asked?.get('exclude_beyond_limits')).toBe('true');
    expect(asked?.has('exclude_ooc')).toBe(false);
  });

  it('are set by hand with the reason', async () => {
    const log = await show();
    await userEvent.click(screen.getByRole('radio', { name: 'Set by hand' }));
    const ucl = screen.getByLabelText(/^UCL/);
    await userEvent.clear(ucl);
    await userEvent.type(ucl, '12,5');
    await userEvent.type(screen.getByLabelText('Why'), 'New tool');
    await screen.findByTestId('limits-preview');
    await userEvent.click(screen.getByRole('button', { name: 'Set limits' }));
    expect(stored(log).map(({ body }) => body)).toEqual([
      { ucl: 12.5, center_line: 10, lcl: 7, sigma: 1, note: 'New tool' },
    ]);
  });

  it('are not set while a field holds no number', async () => {
    await show();
    await userEvent.click(screen.getByRole('radio', { name: 'Set by hand' }));
    await userEvent.type(screen.getByLabelText(/^UCL/), 'x');
    expect(screen.getByRole('button', { name: 'Set limits' })).toBeDisabled();
  });

  it('tell those who may not change them who did and why', async () => {
    await show(false);
    const entry = await screen.findByRole('listitem');
    expect(entry).toHaveTextContent('erin');
    expect(entry).toHaveTextContent('New tool');
    expect(screen.queryByRole('radio')).toBeNull();
  });
});
