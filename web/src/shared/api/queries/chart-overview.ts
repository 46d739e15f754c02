import { useQuery } from '@tanstack/react-query';
import { chartQuery, type ChartWindow } from '../chart-window';
import { api, unwrap } from '../client';
import { keys } from '../keys';

/** A long history grows slowly in the eye. */
const REFRESH_MS = 60_000;
/** While the server reads itself into a history that it has not summarized yet. */
const UNREADY_MS = 3_000;
/** What a screen can show apart. */
const POINTS = 600;

/** The whole of a window, joined to a few hundred points. */
export function useChartOverview(characteristicId: number, window: ChartWindow, isEnabled: boolean) {
  return useQuery({
    queryKey: keys.chartOverview(characteristicId, window),
    enabled: isEnabled,
    queryFn: ({ signal }) => {
      const { start_date, end_date } = chartQuery(window, new Date());
      return unwrap(
        api.GET('/api/v1/characteristics/{char_id}/chart-overview', {
          params: {
            path: { char_id: characteristicId },
            query: { max_points: POINTS, ...(start_date && { start_date }), ...(end_date && { end_date }) },
          },
          signal,
        }),
      );
    },
    refetchInterval: ({ state }) => (state.data?.is_complete === false ? UNREADY_MS : REFRESH_MS),
  });
}
