import { usePollWhileDisconnected } from '@/shared/live/live-store';
import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
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

const allOf = (plantId: number) =>
  queryOptions({
    queryKey: keys.characteristics(plantId),
    queryFn: ({ signal }) => fetchAll(plantId, signal),
  });

/** Every characteristic of a plant, however many pages that takes, with its counters. */
export function useCharacteristics(plantId: number | null) {
  const poll = usePollWhileDisconnected();
  return useQuery({ ...allOf(plantId ?? 0), enabled: plantId !== null, refetchInterval: poll });
}

interface OfPlants {
  byPlant: ReadonlyMap<number, Characteristic[]>;
  isPending: boolean;
}

/** The characteristics of several plants, for the rare question which of them has one. */
export function useCharacteristicsOfPlants(plantIds: readonly number[]): OfPlants {
  const results = useQueries({ queries: plantIds.map(allOf) });
  return {
    byPlant: new Map(plantIds.map((plantId, index) => [plantId, results[index]?.data ?? []])),
    isPending: results.some(({ isPending }) => isPending),
  };
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
