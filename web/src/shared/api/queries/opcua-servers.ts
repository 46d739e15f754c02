import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { crud, mutation } from '../crud';
import { keys } from '../keys';
import type { OpcuaServer, OpcuaServerCreate, OpcuaServerUpdate, OpcuaTestRequest } from '../types';
import { STATUS_POLL_MS } from './brokers';

const ALL = 1_000;

const at = (serverId: number) => ({ params: { path: { server_id: serverId } } });

/**
 * The list holds every OPC UA server that the caller may see, those of all plants included. What was read of an address
 * space belongs to the settings and the session that it was read with. The mappings of a server go with it, so
 * characteristics lose their sources.
 */
const servers = crud<OpcuaServer, OpcuaServerCreate, OpcuaServerUpdate>({
  key: keys.opcuaServers,
  list: async (signal) =>
    (await unwrap(api.GET('/api/v1/opcua-servers/', { params: { query: { limit: ALL } }, signal }))).items,
  create: (body) => unwrap(api.POST('/api/v1/opcua-servers/', { body })),
  update: (id, body) => unwrap(api.PATCH('/api/v1/opcua-servers/{server_id}', { ...at(id), body })),
  remove: (id) => unwrap(api.DELETE('/api/v1/opcua-servers/{server_id}', at(id))),
  changed: (cache) => {
    cache.removeQueries({ queryKey: ['opcua-nodes'], type: 'inactive' });
    return Promise.all([
      cache.invalidateQueries({ queryKey: keys.opcuaStatuses }),
      cache.invalidateQueries({ queryKey: keys.opcuaMappings() }),
    ]);
  },
  removed: (cache) => cache.invalidateQueries({ queryKey: keys.allCharacteristics }),
});

export const {
  useList: useOpcuaServers,
  useCreate: useCreateOpcuaServer,
  useUpdate: useUpdateOpcuaServer,
  useRemove: useDeleteOpcuaServer,
} = servers;

export function useOpcuaStatuses() {
  return useQuery({
    queryKey: keys.opcuaStatuses,
    queryFn: async ({ signal }) => {
      const { states } = await unwrap(api.GET('/api/v1/opcua-servers/all/status', { signal }));
      return states;
    },
    refetchInterval: STATUS_POLL_MS,
  });
}

export function useOpcuaStatus(serverId: number | null, everyMs: number = STATUS_POLL_MS) {
  return useQuery({
    queryKey: keys.opcuaStatus(serverId ?? 0),
    enabled: serverId !== null,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/opcua-servers/{server_id}/status', { ...at(serverId ?? 0), signal })),
    refetchInterval: everyMs,
  });
}

/** Waits for the first attempt; its failure is an answer with `is_connected` false. */
export function useConnectOpcuaServer() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (serverId: number) =>
      unwrap(api.POST('/api/v1/opcua-servers/{server_id}/connect', at(serverId))),
    onSettled: () => servers.stale(cache),
  });
}

export function useDisconnectOpcuaServer() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (serverId: number) =>
      unwrap(api.POST('/api/v1/opcua-servers/{server_id}/disconnect', at(serverId))),
    onSettled: () => servers.stale(cache),
  });
}

/** A certificate that is refused on the way lies among the rejected ones then. */
export const useTestOpcuaServer = mutation(
  (body: OpcuaTestRequest) => unwrap(api.POST('/api/v1/opcua-servers/test', { body })),
  (cache) => cache.invalidateQueries({ queryKey: keys.certificates }),
);
