import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { keys } from '../keys';
import type { HierarchyNodeCreate } from '../types';

export function useHierarchy(plantId: number | null) {
  return useQuery({
    queryKey: keys.hierarchy(plantId ?? 0),
    enabled: plantId !== null,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/plants/{plant_id}/hierarchies/', {
          params: { path: { plant_id: plantId ?? 0 } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });
}

export function useCreateNode(plantId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: HierarchyNodeCreate) =>
      unwrap(
        api.POST('/api/v1/plants/{plant_id}/hierarchies/', { params: { path: { plant_id: plantId } }, body }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.hierarchy(plantId) }),
  });
}
