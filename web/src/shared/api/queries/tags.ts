import { type QueryClient, useMutation, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { mutation } from '../crud';
import { keys } from '../keys';
import type { TagMappingCreate, TagMappingQuery, TagTrialRequest } from '../types';
import { STATUS_POLL_MS } from './brokers';

export const PREVIEW_SECONDS = 5;

/** Mappings with what has come in through them; counters grow by themselves, so they are asked for again. */
export function useMappings(
  query: TagMappingQuery,
  { enabled = true, everyMs = STATUS_POLL_MS }: { enabled?: boolean; everyMs?: number } = {},
) {
  return useQuery({
    queryKey: keys.mappings(query),
    enabled,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/tags/mappings', { params: { query }, signal })),
    refetchInterval: everyMs,
  });
}

/** A characteristic has one source: mapping a topic may have taken the place of a node. */
export const mappingsChanged = async (cache: QueryClient): Promise<void> => {
  await Promise.all([
    cache.invalidateQueries({ queryKey: keys.mappings() }),
    cache.invalidateQueries({ queryKey: keys.opcuaMappings() }),
    cache.invalidateQueries({ queryKey: keys.allCharacteristics }),
    cache.invalidateQueries({ queryKey: keys.brokerStatuses }),
  ]);
};

export const useMapTag = mutation(
  (body: TagMappingCreate) => unwrap(api.POST('/api/v1/tags/map', { body })),
  mappingsChanged,
);

export const useUnmapTag = mutation(
  (characteristicId: number) =>
    unwrap(
      api.DELETE('/api/v1/tags/map/{characteristic_id}', {
        params: { path: { characteristic_id: characteristicId } },
      }),
    ),
  mappingsChanged,
);

export const useActivateTag = mutation(
  ({ characteristicId, isActive }: { characteristicId: number; isActive: boolean }) =>
    unwrap(
      api.PATCH('/api/v1/tags/map/{characteristic_id}', {
        params: { path: { characteristic_id: characteristicId } },
        body: { is_active: isActive },
      }),
    ),
  mappingsChanged,
);

/** Tries a rule on what arrives now; nothing is stored. Answers after PREVIEW_SECONDS. */
export function useTryTag() {
  return useMutation({
    mutationFn: (body: TagTrialRequest) =>
      unwrap(api.POST('/api/v1/tags/test', { body: { ...body, duration_seconds: PREVIEW_SECONDS } })),
  });
}

/** What arrives on a topic within PREVIEW_SECONDS, once more after each answer while `repeat` is set. */
export function usePreview(brokerId: number, topic: string, repeat: boolean) {
  return useQuery({
    queryKey: keys.preview(brokerId, topic),
    queryFn: ({ signal }) =>
      unwrap(
        api.POST('/api/v1/tags/preview', {
          body: { broker_id: brokerId, topic, duration_seconds: PREVIEW_SECONDS },
          signal,
        }),
      ),
    refetchInterval: repeat ? 500 : false,
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
  });
}

export const useImportTags = mutation(
  (csv: string) =>
    unwrap(
      api.POST('/api/v1/tags/import', {
        body: csv,
        bodySerializer: (text) => text,
        headers: { 'Content-Type': 'text/csv' },
      }),
    ),
  mappingsChanged,
);
