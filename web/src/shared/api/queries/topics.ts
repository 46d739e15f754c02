import { keepPreviousData, type Query, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { mutation } from '../crud';
import { keys } from '../keys';
import type { DiscoveredTopic, TopicNode } from '../types';

const POLL_MS = 3_000;
/** Thousands of topics are a large answer; they are asked for less often. */
const SLOW_POLL_MS = 15_000;
const MANY = 2_000;

const countTopics = ({ full_topic, children }: TopicNode): number =>
  children.reduce((sum, child) => sum + countTopics(child), full_topic === null ? 0 : 1);

const pace =
  (isRunning: boolean) =>
  ({ state }: Query<TopicNode> | Query<DiscoveredTopic[]>): number | false => {
    const found = state.data ?? [];
    const count = Array.isArray(found) ? found.length : countTopics(found);
    // Topics are forgotten when discovery ends: where there are some, somebody is collecting them.
    if (!isRunning && count === 0) return false;
    return count > MANY ? SLOW_POLL_MS : POLL_MS;
  };

const fetchTopics = (
  brokerId: number,
  query: { format: 'flat' | 'tree'; search?: string },
  signal: AbortSignal,
) =>
  unwrap(
    api.GET('/api/v1/brokers/{broker_id}/topics', {
      params: { path: { broker_id: brokerId }, query },
      signal,
    }),
  );

export function useTopicTree(brokerId: number | null, isRunning: boolean, isShown: boolean) {
  return useQuery({
    queryKey: keys.topics(brokerId ?? 0, 'tree'),
    enabled: brokerId !== null && isShown,
    queryFn: async ({ signal }) =>
      (await fetchTopics(brokerId ?? 0, { format: 'tree' }, signal)) as TopicNode,
    refetchInterval: pace(isRunning),
  });
}

export function useTopicList(brokerId: number | null, search: string, isRunning: boolean, isShown: boolean) {
  return useQuery({
    queryKey: keys.topics(brokerId ?? 0, 'flat', search),
    enabled: brokerId !== null && isShown,
    queryFn: async ({ signal }) =>
      (await fetchTopics(
        brokerId ?? 0,
        { format: 'flat', ...(search === '' ? {} : { search }) },
        signal,
      )) as DiscoveredTopic[],
    refetchInterval: pace(isRunning),
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[1] === brokerId ? keepPreviousData(previous) : undefined,
  });
}

export const useStartDiscovery = mutation(
  (brokerId: number) =>
    unwrap(api.POST('/api/v1/brokers/{broker_id}/discover', { params: { path: { broker_id: brokerId } } })),
  (cache) => cache.invalidateQueries({ queryKey: ['topics'] }),
);

export const useStopDiscovery = mutation(
  (brokerId: number) =>
    unwrap(api.DELETE('/api/v1/brokers/{broker_id}/discover', { params: { path: { broker_id: brokerId } } })),
  (cache) => cache.invalidateQueries({ queryKey: ['topics'] }),
);
