import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { keys } from '../keys';

export function usePlants() {
  return useQuery({
    queryKey: keys.plants,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/plants/', { params: { query: { active_only: true } }, signal })),
    staleTime: 5 * 60_000,
  });
}
