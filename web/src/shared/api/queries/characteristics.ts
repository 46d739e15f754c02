import { usePollWhileDisconnected } from '@/shared/live/live-store';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { keys } from '../keys';
import type { Characteristic, CharacteristicCreate } from '../types';

const PAGE = 1000;

const fetchAll = async (plantId: number, signal: AbortSignal): Promise<Characteristic[]> => {
  const found: Characteristic[] = [];
  for (let page = 1; ; page += 1) {
    const query = { plant_id: plantId, page, per_page: PAGE };
    const { items, total } = await unwrap(api.GET('/api/v1/characteristics/', { params: { query }, signal }));
    found.push(...items);
    if (items.length === 0 || found.length >= total) return found;
  }
};

/** Every characteristic of a plant, however many pages that takes, with its counters. */
export function useCharacteristics(plantId: number | null) {
  const poll = usePollWhileDisconnected();
  return useQuery({
    queryKey: keys.characteristics(plantId ?? 0),
    enabled: plantId !== null,
    queryFn: ({ signal }) => fetchAll(plantId ?? 0, signal),
    refetchInterval: poll,
  });
}

export function useCreateCharacteristic() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: CharacteristicCreate) => unwrap(api.POST('/api/v1/characteristics/', { body })),
    onSuccess: async () => {
      await Promise.all([
        cache.invalidateQueries({ queryKey: keys.allCharacteristics }),
        cache.invalidateQueries({ queryKey: ['hierarchy'] }),
      ]);
    },
  });
}
