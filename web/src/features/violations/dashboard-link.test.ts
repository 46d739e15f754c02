import { parseWindow } from '@/shared/api/chart-window-text';
import { aViolation } from '@/test/builders/quality';
import { dashboardLink } from './dashboard-link';

const params = (link: string | null): URLSearchParams => new URL(link ?? '', 'http://host').searchParams;

describe('the link to the point', () => {
  it('names plant, characteristic and sample', () => {
    const link = params(dashboardLink(aViolation({ plant_id: 2, characteristic_id: 7, sample_id: 42 })));
    expect([link.get('plant'), link.get('c'), link.get('sample')]).toEqual(['2', '7', '42']);
  });

  it('asks for a range that ends just after the sample', () => {
    const link = params(dashboardLink(aViolation({ created_at: '2026-01-05T06:07:08Z' })));
    expect(parseWindow(link.get('range'))).toEqual({
      kind: 'between',
      from: '2025-12-29T06:07:08.000Z',
      to: '2026-01-05T06:07:09.000Z',
    });
  });

  it('is absent without a characteristic', () =>
    expect(dashboardLink(aViolation({ characteristic_id: null }))).toBeNull());
});
