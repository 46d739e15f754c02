import { type QueryClient, useMutation, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { mutation } from '../crud';
import { keys } from '../keys';
import type { OpcuaMappingCreate, OpcuaMappingQuery, OpcuaMappingUpdate, OpcuaTrialRequest } from '../types';
import { STATUS_POLL_MS } from './brokers';
import { PREVIEW_SECONDS } from './tags';

export interface MappingAddress {
  serverId: number;
  characteristicId: number;
}

const at = ({ serverId, characteristicId }: MappingAddress) => ({
  params: { path: { server_id: serverId, characteristic_id: characteristicId } },
});

/** Mappings with what has come in through them; counters grow by themselves, so they are asked for again. */
export function useOpcuaMappings(
  query: OpcuaMappingQuery,
  { enabled = true, everyMs = STATUS_POLL_MS }: { enabled?: boolean; everyMs?: number } = {},
) {
  return useQuery({
    queryKey: keys.opcuaMappings(query),
    enabled,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/opcua-servers/all/mappings', { params: { query }, signal })),
    refetchInterval: everyMs,
  });
}

/** A characteristic has one source: mapping a node may have taken the place of a topic. */
const mappingsChanged = async (cache: QueryClient): Promise<void> => {
  await Promise.all([
    cache.invalidateQueries({ queryKey: keys.opcuaMappings() }),
    cache.invalidateQueries({ queryKey: keys.mappings() }),
    cache.invalidateQueries({ queryKey: keys.allCharacteristics }),
    cache.invalidateQueries({ queryKey: keys.opcuaStatuses }),
  ]);
};

export const useMapNode = mutation(
  ({ serverId, body }: { serverId: number; body: OpcuaMappingCreate }) =>
    unwrap(
      api.POST('/api/v1/opcua-servers/{server_id}/mappings', {
        params: { path: { server_id: serverId } },
        body,
      }),
    ),
  mappingsChanged,
);

export const useChangeNodeMapping = mutation(
  ({ body, ...address }: MappingAddress & { body: OpcuaMappingUpdate }) =>
    unwrap(
      api.PUT('/api/v1/opcua-servers/{server_id}/mappings/{characteristic_id}', { ...at(address), body }),
    ),
  mappingsChanged,
);

export const useActivateNodeMapping = mutation(
  ({ isActive, ...address }: MappingAddress & { isActive: boolean }) =>
    unwrap(
      api.PATCH('/api/v1/opcua-servers/{server_id}/mappings/{characteristic_id}', {
        ...at(address),
        body: { is_active: isActive },
      }),
    ),
  mappingsChanged,
);

export const useUnmapNode = mutation(
  (address: MappingAddress) =>
    unwrap(api.DELETE('/api/v1/opcua-servers/{server_id}/mappings/{characteristic_id}', at(address))),
  mappingsChanged,
);

export const useImportNodes = mutation(
  (csv: string) =>
    unwrap(
      api.POST('/api/v1/opcua-servers/all/mappings/import', {
        body: csv,
        bodySerializer: (text) => text,
        headers: { 'Content-Type': 'text/csv' },
      }),
    ),
  mappingsChanged,
);

/** Tries a mapping on the values of the next seconds; nothing is stored. Answers after PREVIEW_SECONDS. */
export function useTryNode() {
  return useMutation({
    mutationFn: ({ serverId, body }: { serverId: number; body: OpcuaTrialRequest }) =>
      unwrap(
        api.POST('/api/v1/opcua-servers/{server_id}/mappings/test', {
          params: { path: { server_id: serverId } },
          body: { ...body, duration_seconds: PREVIEW_SECONDS },
        }),
      ),
  });
}
