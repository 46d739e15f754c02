import { keys } from '@/shared/api/keys';
import type { Characteristic, ChartData } from '@/shared/api/types';
import { aCharacteristic, aPoint, chartData } from '@/test/builders/quality';
import { QueryClient } from '@tanstack/react-query';
import { feedCacheFromLive } from './live-cache';
import type { LiveEvent } from './messages';

const ends = vi.hoisted(() => ({
  event: null as unknown as (event: unknown) => void,
  reconnect: null as unknown as () => void,
}));

vi.mock('./live-store', () => ({
  onLiveEvent: (listener: (event: unknown) => void) => {
    ends.event = listener;
    return () => undefined;
  },
  onLiveReconnect: (listener: () => void) => {
    ends.reconnect = listener;
    return () => undefined;
  },
}));

const WINDOW = { kind: 'last', count: 50 } as const;
const CHART = keys.chartData(1, WINDOW);

const sample = (id: number): LiveEvent => ({
  type: 'sample',
  characteristic_id: 1,
  sample: { id, timestamp: aPoint(id, 10).timestamp, mean: 10, zone: 'zone_c_upper', in_control: true },
  point: aPoint(id, 10),
  dispersion: null,
});

function setUp() {
  const cache = new QueryClient();
  cache.setQueryData(CHART, chartData([aPoint(1, 10)]));
  cache.setQueryData(keys.characteristics(2), [aCharacteristic({ sample_count: 1 })]);
  cache.setQueryData(keys.violationStats({}), { total: 0 });
  const stop = feedCacheFromLive(cache);
  const isStale = (key: readonly unknown[]) => cache.getQueryState(key)?.isInvalidated;
  return { cache, stop, isStale };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('live events and the cache', () => {
  it('puts a sample on the chart at once', () => {
    const { cache } = setUp();
    ends.event(sample(2));
    expect(cache.getQueryData<ChartData>(CHART)?.data_points).toHaveLength(2);
  });

  it('counts the sample in the list of characteristics', () => {
    const { cache } = setUp();
    ends.event(sample(2));
    expect(cache.getQueryData<Characteristic[]>(keys.characteristics(2))?.[0]?.sample_count).toBe(2);
  });

  it('fetches the chart again soon when the sample cannot be appended', () => {
    const { isStale } = setUp();
    ends.event(sample(0));
    vi.advanceTimersByTime(200);
    expect(isStale(CHART)).toBe(true);
  });

  it('lets what follows from an appended sample wait, so that a burst causes one fetch', () => {
    const { isStale } = setUp();
    ends.event(sample(2));
    vi.advanceTimersByTime(2_900);
    expect(isStale(CHART)).toBe(false);
    vi.advanceTimersByTime(200);
    expect(isStale(CHART)).toBe(true);
  });

  it('fetches everything on screen again after a reconnect', () => {
    const { isStale } = setUp();
    ends.reconnect();
    expect(isStale(CHART)).toBe(true);
    expect(isStale(keys.violationStats({}))).toBe(true);
  });

  it('does nothing more once it was stopped', () => {
    const { stop, isStale } = setUp();
    ends.event({ type: 'limits_update', characteristic_id: 1 });
    stop();
    vi.advanceTimersByTime(10_000);
    expect(isStale(CHART)).toBe(false);
  });
});
