// The eight rules of a characteristic.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { keys } from '../keys';
import type { RuleSwitch } from '../types';

export function useRules(characteristicId: number) {
  return useQuery({
    queryKey: keys.rules(characteristicId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/characteristics/{char_id}/rules', {
          params: { path: { char_id: characteristicId } },
          signal,
        }),
      ),
  });
}

/** All of them at once; what is left out of one of them, its own parameters too, would fall back. */
export function useReplaceRules(characteristicId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: RuleSwitch[]) =>
      unwrap(
        api.PUT('/api/v1/characteristics/{char_id}/rules', {
          params: { path: { char_id: characteristicId } },
          body,
        }),
      ),
    onSuccess: async () => {
      await Promise.all([
        cache.invalidateQueries({ queryKey: keys.rules(characteristicId) }),
        cache.invalidateQueries({ queryKey: keys.limitsPreview(characteristicId) }),
      ]);
    },
  });
}
