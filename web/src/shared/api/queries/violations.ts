import { usePollWhileDisconnected } from '@/shared/live/live-store';
import {
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type ChartWindow, timeBounds } from '../chart-window';
import { api, unwrap } from '../client';
import { keys } from '../keys';
import type { ViolationAck, ViolationBatchAck, ViolationListQuery, ViolationStatsQuery } from '../types';

/** One page. While page or filter change the old rows stay; another plant starts from nothing. */
export function useViolations(query: ViolationListQuery, window: ChartWindow | null = null) {
  const poll = usePollWhileDisconnected();
  return useQuery({
    queryKey: keys.violations(query, window),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/violations/', {
          params: { query: { ...query, ...timeBounds(window, new Date()) } },
          signal,
        }),
      ),
    refetchInterval: poll,
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[1]?.plant_id === query.plant_id ? keepPreviousData(previous) : undefined,
  });
}

export function useViolationStats(query: ViolationStatsQuery = {}, window: ChartWindow | null = null) {
  const poll = usePollWhileDisconnected();
  return useQuery({
    queryKey: keys.violationStats(query, window),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/violations/stats', {
          params: { query: { ...query, ...timeBounds(window, new Date()) } },
          signal,
        }),
      ),
    refetchInterval: poll,
  });
}

export function useReasonCodes() {
  return useQuery({
    queryKey: keys.reasonCodes,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/violations/reason-codes', { signal })),
    staleTime: Infinity,
  });
}

/** Marks what an acknowledgement changed. Nobody waits for the new state: the answer says what was done. */
const acknowledged = (cache: QueryClient, { exclude_sample }: Pick<ViolationAck, 'exclude_sample'>): void => {
  const stale: QueryKey[] = [
    keys.violations(),
    keys.violationStats(),
    ['chart-data'],
    keys.allCharacteristics,
    ...(exclude_sample ? [keys.samples(), ['sample']] : []),
  ];
  for (const queryKey of stale) void cache.invalidateQueries({ queryKey });
};

export function useAcknowledge() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ violationId, ...body }: ViolationAck & { violationId: number }) =>
      unwrap(
        api.POST('/api/v1/violations/{violation_id}/acknowledge', {
          params: { path: { violation_id: violationId } },
          body,
        }),
      ),
    onSuccess: (_, body) => acknowledged(cache, body),
  });
}

export function useBatchAcknowledge() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: ViolationBatchAck) =>
      unwrap(api.POST('/api/v1/violations/batch-acknowledge', { body })),
    onSuccess: (_, body) => acknowledged(cache, body),
  });
}
