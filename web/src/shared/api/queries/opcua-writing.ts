// Writing to machines: which nodes may be written, writing by hand, and what is written when rules fire.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { keys } from '../keys';
import type { ReactionCreate, WritableNodeCreate } from '../types';

/** What OPC UA nodes hold, as JSON writes it. */
export type ScalarValue = boolean | number | string;

const at = (serverId: number) => ({ params: { path: { server_id: serverId } } });

export function useWritableNodes(serverId: number) {
  return useQuery({
    queryKey: keys.writableNodes(serverId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/opcua-servers/{server_id}/writable-nodes', { ...at(serverId), signal })),
  });
}

export function useAllowWriting(serverId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: WritableNodeCreate) =>
      unwrap(api.POST('/api/v1/opcua-servers/{server_id}/writable-nodes', { ...at(serverId), body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.writableNodes(serverId) }),
  });
}

/** Reactions that write the node go with its permission. */
export function useForbidWriting(serverId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (writableNodeId: number) =>
      unwrap(
        api.DELETE('/api/v1/opcua-servers/{server_id}/writable-nodes/{writable_node_id}', {
          params: { path: { server_id: serverId, writable_node_id: writableNodeId } },
        }),
      ),
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: keys.writableNodes(serverId) }),
        cache.invalidateQueries({ queryKey: keys.reactions(serverId) }),
      ]),
  });
}

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

export function useAddReaction(serverId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: ReactionCreate) =>
      unwrap(api.POST('/api/v1/opcua-servers/{server_id}/reactions', { ...at(serverId), body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.reactions(serverId) }),
  });
}

export function useRemoveReaction(serverId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (reactionId: number) =>
      unwrap(
        api.DELETE('/api/v1/opcua-servers/{server_id}/reactions/{reaction_id}', {
          params: { path: { server_id: serverId, reaction_id: reactionId } },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.reactions(serverId) }),
  });
}
