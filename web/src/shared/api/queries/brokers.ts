import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { keys } from '../keys';
import type { BrokerCreate, BrokerTestRequest, BrokerUpdate } from '../types';

/** Connections change by themselves, and the socket does not tell: they are asked for, as long as somebody looks. */
export const STATUS_POLL_MS = 5_000;
const ALL = 1_000;

/** Every broker that the caller may see, those of all plants included: the server's filter leaves out the shared ones. */
export function useBrokers() {
  return useQuery({
    queryKey: keys.brokers,
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        api.GET('/api/v1/brokers/', { params: { query: { limit: ALL } }, signal }),
      );
      return items;
    },
  });
}

export function useBrokerStatuses() {
  return useQuery({
    queryKey: keys.brokerStatuses,
    queryFn: async ({ signal }) => {
      const { states } = await unwrap(api.GET('/api/v1/brokers/all/status', { signal }));
      return states;
    },
    refetchInterval: STATUS_POLL_MS,
  });
}

export function useBrokerStatus(brokerId: number | null, everyMs: number = STATUS_POLL_MS) {
  return useQuery({
    queryKey: keys.brokerStatus(brokerId ?? 0),
    enabled: brokerId !== null,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/brokers/{broker_id}/status', {
          params: { path: { broker_id: brokerId ?? 0 } },
          signal,
        }),
      ),
    refetchInterval: everyMs,
  });
}

const brokersChanged = async (cache: QueryClient): Promise<void> => {
  await Promise.all([
    cache.invalidateQueries({ queryKey: keys.brokers }),
    cache.invalidateQueries({ queryKey: keys.brokerStatuses }),
    cache.invalidateQueries({ queryKey: keys.mappings() }),
  ]);
};

export function useCreateBroker() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: BrokerCreate) => unwrap(api.POST('/api/v1/brokers/', { body })),
    onSuccess: () => brokersChanged(cache),
  });
}

export function useUpdateBroker(brokerId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: BrokerUpdate) =>
      unwrap(api.PATCH('/api/v1/brokers/{broker_id}', { params: { path: { broker_id: brokerId } }, body })),
    onSuccess: () => brokersChanged(cache),
  });
}

export function useDeleteBroker() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (brokerId: number) =>
      unwrap(api.DELETE('/api/v1/brokers/{broker_id}', { params: { path: { broker_id: brokerId } } })),
    onSuccess: () => brokersChanged(cache),
  });
}

/** Waits for the first attempt; its failure is an answer with `is_connected` false. */
export function useConnectBroker() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (brokerId: number) =>
      unwrap(api.POST('/api/v1/brokers/{broker_id}/connect', { params: { path: { broker_id: brokerId } } })),
    onSettled: () => brokersChanged(cache),
  });
}

export function useDisconnectBroker() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (brokerId: number) =>
      unwrap(
        api.POST('/api/v1/brokers/{broker_id}/disconnect', { params: { path: { broker_id: brokerId } } }),
      ),
    onSettled: () => brokersChanged(cache),
  });
}

export function useTestBroker() {
  return useMutation({
    mutationFn: (body: BrokerTestRequest) => unwrap(api.POST('/api/v1/brokers/test', { body })),
  });
}
