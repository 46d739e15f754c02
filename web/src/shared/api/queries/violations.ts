import { usePollWhileDisconnected } from '@/shared/live/live-store';
import {
  keepPreviousData,
  type QueryClient,
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
      (previousQuery?.queryKey[1])?.plant_id === query.plant_id
        ? keepPreviousData(previous)
        : undefined,
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

const acknowledged = async (cache: QueryClient): Promise<void> => {
  const stale = [
    keys.violations(),
    keys.violationStats(),
    ['chart-data'],
    keys.allCharacteristics,
    keys.samples(),
    ['sample'],
  ];
  await Promise.all(stale.map((queryKey) => cache.invalidateQueries({ queryKey })));
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
    onSuccess: () => acknowledged(cache),
  });
}

export function useBatchAcknowledge() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: ViolationBatchAck) =>
      unwrap(api.POST('/api/v1/violations/batch-acknowledge', { body })),
    onSuccess: () => acknowledged(cache),
  });
}
