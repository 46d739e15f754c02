import { usePollWhileDisconnected } from '@/shared/live/live-store';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { chartQuery, type ChartWindow } from '../chart-window';
import { chartDataOf } from '../chart-columns';
import { api, unwrap } from '../client';
import { keys } from '../keys';

/** Everything one control chart shows. Live samples are appended to this cache; see live/live-cache.ts. */
export function useChartData(characteristicId: number | null, window: ChartWindow) {
  const poll = usePollWhileDisconnected();
  return useQuery({
    queryKey: keys.chartData(characteristicId ?? 0, window),
    enabled: characteristicId !== null,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/characteristics/{char_id}/chart-data/columns', {
          params: { path: { char_id: characteristicId ?? 0 }, query: chartQuery(window, new Date()) },
          signal,
        }),
      ).then(chartDataOf),
    refetchInterval: poll,
    // While only the window changes the old picture stays; another characteristic starts from nothing.
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[1] === characteristicId ? keepPreviousData(previous) : undefined,
  });
}
