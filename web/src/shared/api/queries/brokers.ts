import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { crud } from '../crud';
import { keys } from '../keys';
import type { Broker, BrokerCreate, BrokerTestRequest, BrokerUpdate } from '../types';

/** Connections change by themselves, and the socket does not tell: they are asked for, as long as somebody looks. */
export const STATUS_POLL_MS = 5_000;
const ALL = 1_000;

const at = (brokerId: number) => ({ params: { path: { broker_id: brokerId } } });

/** The list holds every broker that the caller may see, those of all plants included: the server's filter leaves out the shared ones. */
const brokers = crud<Broker, BrokerCreate, BrokerUpdate>({
  key: keys.brokers,
  list: async (signal) =>
    (await unwrap(api.GET('/api/v1/brokers/', { params: { query: { limit: ALL } }, signal }))).items,
  create: (body) => unwrap(api.POST('/api/v1/brokers/', { body })),
  update: (id, body) => unwrap(api.PATCH('/api/v1/brokers/{broker_id}', { ...at(id), body })),
  remove: (id) => unwrap(api.DELETE('/api/v1/brokers/{broker_id}', at(id))),
  changed: (cache) =>
    Promise.all([
      cache.invalidateQueries({ queryKey: keys.brokerStatuses }),
      cache.invalidateQueries({ queryKey: keys.mappings() }),
    ]),
});

export const {
  useList: useBrokers,
  useCreate: useCreateBroker,
  useUpdate: useUpdateBroker,
  useRemove: useDeleteBroker,
} = brokers;

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

/** Waits for the first attempt; its failure is an answer with `is_connected` false. */
export function useConnectBroker() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (brokerId: number) => unwrap(api.POST('/api/v1/brokers/{broker_id}/connect', at(brokerId))),
    onSettled: () => brokers.stale(cache),
  });
}

export function useDisconnectBroker() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (brokerId: number) =>
      unwrap(api.POST('/api/v1/brokers/{broker_id}/disconnect', at(brokerId))),
    onSettled: () => brokers.stale(cache),
  });
}

export function useTestBroker() {
  return useMutation({
    mutationFn: (body: BrokerTestRequest) => unwrap(api.POST('/api/v1/brokers/test', { body })),
  });
}
