import { aCharacteristic, anOverview, anOverviewPoint } from '@/test/builders/quality';
import { renderPage, serve } from '@/test/serve';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { DashboardState } from './dashboard-url';
import { defaultPreferences } from './dashboard-url';
import { History } from './history';

// Nothing is drawn without a canvas.
vi.mock('@/shared/charts/use-chart', () => ({ useChart: () => ({ div: { current: null }, view: null }) }));

const ROUTE = 'GET /api/v1/characteristics/1/chart-overview';

const points = [
  anOverviewPoint(0),
  anOverviewPoint(1, { samples: 1, excluded: 2, signals: 3, unacknowledged_signals: 1 }),
];

const show = (answer: { status?: number; body: unknown }, view: DashboardState['view'] = 'table') => {
  const log = serve({ [ROUTE]: () => answer });
  const changes: [unknown, unknown][] = [];
  renderPage(
    <History
      characteristic={aCharacteristic()}
      path={['Lathe 3']}
      state={{
        ...defaultPreferences,
        window: { kind: 'all' },
        view,
        plantId: 2,
        characteristicId: 1,
        sampleId: null,
      }}
      onChange={(change, isStep) => changes.push([change, isStep])}
    />,
  );
  return { log, changes };
};

describe('a range with more samples than a chart draws', () => {
  it('is a table of its stretches, newest first', async () => {
    const { log } = show({ body: anOverview(points) });
    const [, newest, oldest] = await screen.findAllByRole('row');
    expect(
      within(newest!)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual([expect.any(String), expect.any(String), '1', '2', '10.000', '9.000', '11.000', '3', '1']);
    expect(oldest).toHaveTextContent('1,204');
    expect(log[0]?.url.searchParams.get('max_points')).toBe('600');
  });

  it('leads from a stretch to its own samples, as a step that "back" undoes', async () => {
    const { changes } = show({ body: anOverview(points) });
    const [, button] = await screen.findAllByRole('button', { name: /^Look closer at/ });
    await userEvent.click(button!);
    expect(changes).toEqual([
      [{ window: { kind: 'between', from: points[0]?.first, to: '2026-01-05T06:30:00.001Z' } }, true],
    ]);
  });

  it('is read aloud and walked as a chart', async () => {
    const { changes } = show({ body: anOverview(points) }, 'chart');
    const chart = await screen.findByRole('application', { name: /Mean of Diameter in 2 stretches/ });
    chart.focus();
    await userEvent.keyboard('{End}');
    expect(chart).toHaveTextContent(
      /1 subgroup, 2 excluded, .*: mean 10.000, min 9.000, max 11.000, 3 signals/,
    );
    await userEvent.keyboard('{ArrowLeft}');
    expect(chart).toHaveTextContent(/1,204 subgroups, .* no signals/);
    await userEvent.keyboard('{Enter}');
    expect(changes).toHaveLength(1);
  });

  it('says that the server is still reading it', async () => {
    show({ body: anOverview(points, { is_complete: false }) });
    expect(await screen.findByText(/reading a long history for the first time/)).toBeInTheDocument();
  });

  it('says that it cannot be had', async () => {
    show({ status: 500, body: { detail: 'broken' } });
    expect(await screen.findByText('Failed to load the chart')).toBeInTheDocument();
  });
});
