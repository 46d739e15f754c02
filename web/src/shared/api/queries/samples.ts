import { usePollWhileDisconnected } from '@/shared/live/live-store';
import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type ChartWindow, timeBounds } from '../chart-window';
import { api, unwrap } from '../client';
import { mutation } from '../crud';
import { keys } from '../keys';
import type { Sample, SampleListQuery, SampleUpdate } from '../types';

export function useSample(sampleId: number | null) {
  return useQuery({
    queryKey: keys.sample(sampleId ?? 0),
    enabled: sampleId !== null,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/samples/{sample_id}', { params: { path: { sample_id: sampleId ?? 0 } }, signal }),
      ),
  });
}

/** Several samples by id, as far as they have arrived. */
export function useSamplesById(sampleIds: readonly number[]): ReadonlyMap<number, Sample> {
  return useQueries({
    queries: sampleIds.map((sampleId) => ({
      queryKey: keys.sample(sampleId),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        unwrap(api.GET('/api/v1/samples/{sample_id}', { params: { path: { sample_id: sampleId } }, signal })),
      // A stored sample changes through an edit or an exclusion only, which are announced.
      staleTime: Infinity,
    })),
    combine: samplesById,
  });
}

const samplesById = (results: { data: Sample | undefined }[]): ReadonlyMap<number, Sample> =>
  new Map(results.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])));

export function useSampleHistory(sampleId: number | null) {
  return useQuery({
    queryKey: keys.sampleHistory(sampleId ?? 0),
    enabled: sampleId !== null,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/samples/{sample_id}/history', {
          params: { path: { sample_id: sampleId ?? 0 } },
          signal,
        }),
      ),
  });
}

/** One page. While page or filter change the old rows stay; another characteristic starts from nothing. */
export function useSamples(query: SampleListQuery, window: ChartWindow | null = null) {
  const poll = usePollWhileDisconnected();
  return useQuery({
    queryKey: keys.samples(query, window),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/samples/', {
          params: { query: { ...query, ...timeBounds(window, new Date()) } },
          signal,
        }),
      ),
    refetchInterval: poll,
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[1]?.characteristic_id === query.characteristic_id
        ? keepPreviousData(previous)
        : undefined,
  });
}

/** What a stored, changed or removed sample makes stale. */
export const sampleChanged = async (cache: QueryClient, sampleId?: number): Promise<void> => {
  const stale = [
    keys.samples(),
    ['chart-data'],
    keys.violations(),
    keys.violationStats(),
    keys.allCharacteristics,
  ];
  await Promise.all([
    ...stale.map((queryKey) => cache.invalidateQueries({ queryKey })),
    ...(sampleId === undefined ? [] : [cache.invalidateQueries({ queryKey: keys.sample(sampleId) })]),
  ]);
};

export function useEditSample(sampleId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: SampleUpdate) =>
      unwrap(api.PUT('/api/v1/samples/{sample_id}', { params: { path: { sample_id: sampleId } }, body })),
    onSuccess: () => sampleChanged(cache, sampleId),
  });
}

export function useExcludeSample(sampleId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { is_excluded: boolean; reason: string | null }) =>
      unwrap(
        api.PATCH('/api/v1/samples/{sample_id}/exclude', { params: { path: { sample_id: sampleId } }, body }),
      ),
    onSuccess: () => sampleChanged(cache, sampleId),
  });
}

export const useDeleteSample = mutation(
  (sampleId: number) =>
    unwrap(api.DELETE('/api/v1/samples/{sample_id}', { params: { path: { sample_id: sampleId } } })),
  sampleChanged,
);
