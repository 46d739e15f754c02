import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { keys } from '../keys';
import type { OpcuaServerCreate, OpcuaServerUpdate, OpcuaTestRequest } from '../types';
import { STATUS_POLL_MS } from './brokers';

const ALL = 1_000;

const at = (serverId: number) => ({ params: { path: { server_id: serverId } } });

/** Every OPC UA server that the caller may see, those of all plants included. */
export function useOpcuaServers() {
  return useQuery({
    queryKey: keys.opcuaServers,
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        api.GET('/api/v1/opcua-servers/', { params: { query: { limit: ALL } }, signal }),
      );
      return items;
    },
  });
}

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

/** What was read of the address space belongs to the settings and the session that it was read with. */
const serversChanged = async (cache: QueryClient): Promise<void> => {
  cache.removeQueries({ queryKey: ['opcua-nodes'], type: 'inactive' });
  await Promise.all([
    cache.invalidateQueries({ queryKey: keys.opcuaServers }),
    cache.invalidateQueries({ queryKey: keys.opcuaStatuses }),
    cache.invalidateQueries({ queryKey: keys.opcuaMappings() }),
  ]);
};

export function useCreateOpcuaServer() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: OpcuaServerCreate) => unwrap(api.POST('/api/v1/opcua-servers/', { body })),
    onSuccess: () => serversChanged(cache),
  });
}

export function useUpdateOpcuaServer(serverId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: OpcuaServerUpdate) =>
      unwrap(api.PATCH('/api/v1/opcua-servers/{server_id}', { ...at(serverId), body })),
    onSuccess: () => serversChanged(cache),
  });
}

/** Its mappings go with it, so characteristics lose their sources. */
export function useDeleteOpcuaServer() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (serverId: number) => unwrap(api.DELETE('/api/v1/opcua-servers/{server_id}', at(serverId))),
    onSuccess: () =>
      Promise.all([serversChanged(cache), cache.invalidateQueries({ queryKey: keys.allCharacteristics })]),
  });
}

/** Waits for the first attempt; its failure is an answer with `is_connected` false. */
export function useConnectOpcuaServer() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (serverId: number) =>
      unwrap(api.POST('/api/v1/opcua-servers/{server_id}/connect', at(serverId))),
    onSettled: () => serversChanged(cache),
  });
}

export function useDisconnectOpcuaServer() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (serverId: number) =>
      unwrap(api.POST('/api/v1/opcua-servers/{server_id}/disconnect', at(serverId))),
    onSettled: () => serversChanged(cache),
  });
}

/** A certificate that is refused on the way lies among the rejected ones then. */
export function useTestOpcuaServer() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: OpcuaTestRequest) => unwrap(api.POST('/api/v1/opcua-servers/test', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.certificates }),
  });
}
