// The address space of an OPC UA server: branches as they are opened, and the value of one node.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { keys } from '../keys';

export const READ_EVERY_MS = 2_000;

/** The children of a node; null: of the top. An address space seldom changes, so an opened branch is kept. */
export const childrenOf = (serverId: number, nodeId: string | null) =>
  queryOptions({
    queryKey: keys.opcuaNodes(serverId, nodeId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/opcua-servers/{server_id}/browse', {
          params: {
            path: { server_id: serverId },
            query: nodeId === null ? {} : { parent_node_id: nodeId },
          },
          signal,
        }),
      ),
    staleTime: 60_000,
    retry: false,
  });

/** Read again and again while somebody looks. */
export function useNodeValue(serverId: number | null, nodeId: string) {
  return useQuery({
    queryKey: keys.opcuaValue(serverId ?? 0, nodeId),
    enabled: serverId !== null,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/opcua-servers/{server_id}/read', {
          params: { path: { server_id: serverId ?? 0 }, query: { node_id: nodeId } },
          signal,
        }),
      ),
    refetchInterval: READ_EVERY_MS,
    retry: false,
    gcTime: 0,
  });
}
