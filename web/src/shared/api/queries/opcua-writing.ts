// Writing to machines: which nodes may be written, writing by hand, and what is written when rules fire.
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { useCall } from '../crud';
import { keys } from '../keys';
import type { ReactionCreate, WritableNodeCreate } from '../types';

/** What OPC UA nodes hold, as JSON writes it. */
export type ScalarValue = boolean | number | string;

const at = (serverId: number) => ({ params: { path: { server_id: serverId } } });
const nodesChanged = (serverId: number) => (cache: QueryClient) =>
  cache.invalidateQueries({ queryKey: keys.writableNodes(serverId) });
const reactionsChanged = (serverId: number) => (cache: QueryClient) =>
  cache.invalidateQueries({ queryKey: keys.reactions(serverId) });

export function useWritableNodes(serverId: number) {
  return useQuery({
    queryKey: keys.writableNodes(serverId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/opcua-servers/{server_id}/writable-nodes', { ...at(serverId), signal })),
  });
}

export const useAllowWriting = (serverId: number) =>
  useCall(
    (body: WritableNodeCreate) =>
      unwrap(api.POST('/api/v1/opcua-servers/{server_id}/writable-nodes', { ...at(serverId), body })),
    nodesChanged(serverId),
  );

/** Reactions that write the node go with its permission. */
export const useForbidWriting = (serverId: number) =>
  useCall(
    (writableNodeId: number) =>
      unwrap(
        api.DELETE('/api/v1/opcua-servers/{server_id}/writable-nodes/{writable_node_id}', {
          params: { path: { server_id: serverId, writable_node_id: writableNodeId } },
        }),
      ),
    (cache) => Promise.all([nodesChanged(serverId)(cache), reactionsChanged(serverId)(cache)]),
  );

export function useWriteNode(serverId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { node_id: string; value: ScalarValue }) =>
      unwrap(api.POST('/api/v1/opcua-servers/{server_id}/write', { ...at(serverId), body })),
    onSuccess: (_, { node_id }) => cache.invalidateQueries({ queryKey: keys.opcuaValue(serverId, node_id) }),
  });
}

export function useReactions(serverId: number) {
  return useQuery({
    queryKey: keys.reactions(serverId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/opcua-servers/{server_id}/reactions', { ...at(serverId), signal })),
  });
}

export const useAddReaction = (serverId: number) =>
  useCall(
    (body: ReactionCreate) =>
      unwrap(api.POST('/api/v1/opcua-servers/{server_id}/reactions', { ...at(serverId), body })),
    reactionsChanged(serverId),
  );

export const useRemoveReaction = (serverId: number) =>
  useCall(
    (reactionId: number) =>
      unwrap(
        api.DELETE('/api/v1/opcua-servers/{server_id}/reactions/{reaction_id}', {
          params: { path: { server_id: serverId, reaction_id: reactionId } },
        }),
      ),
    reactionsChanged(serverId),
  );
