// Control limits: what a change would do, the change itself, and all that there were.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { keys, type LimitsRequest } from '../keys';

const NEWEST = 200;

/** Old and new lines and the signals that each would give; nothing is stored. Null asks for nothing. */
export function useLimitsPreview(characteristicId: number, request: LimitsRequest | null) {
  return useQuery({
    queryKey: keys.limitsPreview(characteristicId, request ?? undefined),
    enabled: request !== null,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const path = { char_id: characteristicId };
      return request?.kind === 'set'
        ? unwrap(
            api.POST('/api/v1/characteristics/{char_id}/set-limits/preview', {
              params: { path },
              body: request.body,
              signal,
            }),
          )
        : unwrap(
            api.POST('/api/v1/characteristics/{char_id}/recalculate-limits/preview', {
              params: { path, query: request?.query ?? {} },
              signal,
            }),
          );
    },
  });
}

export function useChangeLimits(characteristicId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (request: LimitsRequest) => {
      const path = { char_id: characteristicId };
      return request.kind === 'set'
        ? unwrap(
            api.POST('/api/v1/characteristics/{char_id}/set-limits', {
              params: { path },
              body: request.body,
            }),
          )
        : unwrap(
            api.POST('/api/v1/characteristics/{char_id}/recalculate-limits', {
              params: { path, query: request.query },
            }),
          );
    },
    onSuccess: async () => {
      await Promise.all([
        cache.invalidateQueries({ queryKey: keys.chartData(characteristicId) }),
        cache.invalidateQueries({ queryKey: keys.limitRevisions(characteristicId) }),
        cache.invalidateQueries({ queryKey: keys.limitsPreview(characteristicId) }),
        cache.invalidateQueries({ queryKey: keys.allCharacteristics }),
      ]);
    },
  });
}

/** Newest first. */
export function useLimitRevisions(characteristicId: number) {
  return useQuery({
    queryKey: keys.limitRevisions(characteristicId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/characteristics/{char_id}/limit-revisions', {
          params: { path: { char_id: characteristicId }, query: { limit: NEWEST } },
          signal,
        }),
      ),
  });
}
