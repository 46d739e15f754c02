import type { SampleResult } from '@/shared/api/types';
import { aCharacteristic } from '@/test/builders/quality';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { dashboardLink } from './dashboard-link';
import { recordSubmitted, useEntryStore } from '@/shared/entry/entry-store';
import { ResultCard } from './result-card';

const inControl: SampleResult = {
  sample_id: 5,
  timestamp: '2026-01-05T06:00:00Z',
  mean: 10.1,
  range_value: 0.2,
  zone: 'zone_c_upper',
  in_control: true,
  violations: [],
  processing_time_ms: 1,
  display_key: '260105-001',
  actual_n: 3,
  is_undersized: false,
  warnings: [],
};

const outOfControl: SampleResult = {
  ...inControl,
  zone: 'beyond_ucl',
  in_control: false,
  violations: [
    {
      violation_id: 1,
      rule_id: 1,
      rule_name: 'Outlier',
      severity: 'CRITICAL',
      chart: 'location',
      requires_acknowledgement: true,
      sample_ids: [5],
      statistic: 'mean',
      value: 14,
      center_line: 10,
      ucl: 13,
      lcl: 7,
    },
  ],
};

function show(result: SampleResult) {
  useEntryStore.setState({ last: {} });
  recordSubmitted(1, result);
  const onOpen = vi.fn();
  const link = (sampleId: number, timestamp: string) =>
    dashboardLink({ plantId: 2, characteristicId: 1, sampleId, timestamp });
  render(
    <MemoryRouter>
      <ResultCard characteristic={aCharacteristic()} dashboardLink={link} onOpen={onOpen} />
    </MemoryRouter>,
  );
  return { card: screen.getByTestId('last-result'), onOpen };
}

describe('the result of a submission', () => {
  it('gives value, zone and verdict', () => {
    const { card } = show(inControl);
    expect(card).toHaveTextContent('In control');
    expect(card).toHaveTextContent('10.100');
    expect(card).toHaveTextContent('Zone C, upper');
  });

  it('names the rules that fired', () => {
    const { card } = show(outOfControl);
    expect(card).toHaveAttribute('data-state', 'out-of-control');
    expect(card).toHaveTextContent('Rule 1: Outlier');
    expect(card).toHaveTextContent('Needs acknowledgement');
  });

  it('claims no verdict while there are no limits', () => {
    const { card } = show({ ...inControl, zone: 'unknown' });
    expect(card).not.toHaveTextContent('In control');
    expect(card).toHaveTextContent('no control limits');
  });

  it('leads to its point on the dashboard', () => {
    show(inControl);
    const address = screen.getByRole('link', { name: 'Show on dashboard' }).getAttribute('href') ?? '';
    const params = new URL(address, 'http://here').searchParams;
    expect([params.get('plant'), params.get('c'), params.get('sample')]).toEqual(['2', '1', '5']);
    expect(params.get('range')).toMatch(/~2026-01-05T06:00:01/);
  });

  it('opens the sample', async () => {
    const { onOpen } = show(inControl);
    await userEvent.click(screen.getByRole('button', { name: 'Open sample' }));
    expect(onOpen).toHaveBeenCalledWith(5);
  });
});
