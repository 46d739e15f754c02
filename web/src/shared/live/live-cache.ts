// Carries live events into the query cache: a new sample is appended to the charts that show its characteristic, everything
// else becomes stale and is fetched again if it is on screen. Stale marks are collected for a moment, so that a burst of
// events causes one fetch and not hundreds.
import type { ChartWindow } from '@/shared/api/chart-window';
import { keys } from '@/shared/api/keys';
import type { Characteristic, ChartData } from '@/shared/api/types';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { appendPoint } from './append-point';
import { onLiveEvent, onLiveReconnect } from './live-store';
import type { LiveEvent, LivePoint, SampleMessage } from './messages';

const SOON_MS = 200;
/** Capability, histogram and the marks on earlier points follow an appended sample at this pace at most. */
const DERIVED_MS = 3_000;

class StaleMarks {
  readonly #cache: QueryClient;
  readonly #delay: number;
  #marks = new Map<string, QueryKey>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(cache: QueryClient, delay: number) {
    this.#cache = cache;
    this.#delay = delay;
  }

  add(...queryKeys: QueryKey[]): void {
    for (const queryKey of queryKeys) this.#marks.set(JSON.stringify(queryKey), queryKey);
    this.#timer ??= setTimeout(() => this.#flush(), this.#delay);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#marks.clear();
  }

  #flush(): void {
    const marks = [...this.#marks.values()];
    this.clear();
    for (const queryKey of marks) void this.#cache.invalidateQueries({ queryKey });
  }
}

const appendEverywhere = (cache: QueryClient, characteristicId: number, live: LivePoint): boolean => {
  let complete = true;
  for (const [queryKey, data] of cache.getQueriesData<ChartData>({
    queryKey: keys.chartData(characteristicId),
  })) {
    const window = queryKey[2] as ChartWindow | undefined;
    if (!data || !window) continue;
    const appended = appendPoint(data, window, live);
    if (appended) cache.setQueryData(queryKey, appended);
    else complete = false;
  }
  return complete;
};

const countSample = (cache: QueryClient, characteristicId: number): void => {
  cache.setQueriesData<Characteristic[]>({ queryKey: keys.allCharacteristics }, (list) =>
    list?.map((item) =>
      item.id === characteristicId ? { ...item, sample_count: (item.sample_count ?? 0) + 1 } : item,
    ),
  );
};

/** Connects the two until the returned function is called. */
export function feedCacheFromLive(cache: QueryClient): () => void {
  const soon = new StaleMarks(cache, SOON_MS);
  const derived = new StaleMarks(cache, DERIVED_MS);

  const onSample = ({ characteristic_id, ...live }: SampleMessage): void => {
    countSample(cache, characteristic_id);
    soon.add(keys.samples());
    const appended = appendEverywhere(cache, characteristic_id, live);
    (appended ? derived : soon).add(keys.chartData(characteristic_id));
  };

  const onEvent = (event: LiveEvent): void => {
    switch (event.type) {
      case 'sample':
        return onSample(event);
      case 'violation':
        return soon.add(keys.violations(), keys.violationStats(), keys.allCharacteristics);
      case 'limits_update':
        return soon.add(
          keys.chartData(event.characteristic_id),
          keys.chartOverview(event.characteristic_id),
          keys.limitRevisions(event.characteristic_id),
          keys.allCharacteristics,
        );
      case 'samples_changed':
        return soon.add(
          keys.chartData(event.characteristic_id),
          keys.chartOverview(event.characteristic_id),
          keys.samples(),
          ['sample'],
          keys.violations(),
          keys.violationStats(),
          keys.allCharacteristics,
        );
      case 'ack_update':
        return soon.add(
          event.characteristic_id ? keys.chartData(event.characteristic_id) : ['chart-data'],
          event.characteristic_id ? keys.chartOverview(event.characteristic_id) : ['chart-overview'],
          keys.violations(),
          keys.violationStats(),
          keys.allCharacteristics,
        );
    }
  };

  const stopEvents = onLiveEvent(onEvent);
  // Whatever happened in the gap is unknown, so everything on screen is fetched again.
  const stopReconnect = onLiveReconnect(() => void cache.invalidateQueries());
  return () => {
    stopEvents();
    stopReconnect();
    soon.clear();
    derived.clear();
  };
}
