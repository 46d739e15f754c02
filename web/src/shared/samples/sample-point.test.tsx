import { toChartModel } from '@/shared/charts/chart-model';
import { inColumns } from '@/test/builders/chart-columns';
import { aPoint, aSample, chartData } from '@/test/builders/quality';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { findPoint, useSamplePoint } from './sample-point';

const model = toChartModel(chartData([aPoint(1, 10), aPoint(2, 11), aPoint(3, 12)]));

const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
);

afterEach(() => vi.unstubAllGlobals());

describe('the point of a sample', () => {
  it('is taken from the chart, with its neighbours', () => {
    const { location, previous, next } = findPoint(model, 2);
    expect([previous, location, next].map((point) => point?.sampleId)).toEqual([1, 2, 3]);
  });

  it('has no neighbours beyond the ends, and none when it is not there', () => {
    expect(findPoint(model, 1).previous).toBeUndefined();
    expect(findPoint(model, 3).next).toBeUndefined();
    expect(findPoint(model, 9)).toMatchObject({ location: undefined, next: undefined });
  });

  it('is fetched by its time when the chart does not show it', async () => {
    const addresses: URL[] = [];
    vi.stubGlobal('fetch', (request: Request) => {
      addresses.push(new URL(request.url));
      return Promise.resolve(Response.json(inColumns(chartData([aPoint(9, 20)]))));
    });
    const sample = aSample({ id: 9, char_id: 4, timestamp: '2026-01-01T00:00:00.123456Z' });
    const { result } = renderHook(() => useSamplePoint(model, sample), { wrapper });
    expect(result.current.isPending).toBe(true);
    await waitFor(() => expect(result.current.point.location?.value).toBe(20));
    expect(addresses[0]?.pathname).toBe('/api/v1/characteristics/4/chart-data/columns');
    expect(addresses[0]?.searchParams.get('start_date')).toBe(sample.timestamp);
    expect(addresses[0]?.searchParams.get('end_date')).toBe(sample.timestamp);
  });
});
