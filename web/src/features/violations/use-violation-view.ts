import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useFollowPlant } from '@/shared/plants/use-follow-plant';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { readView, type ViolationView, writeView } from './view';

export type ChangeView = (change: Partial<ViolationView>) => void;

/** What the page shows, and the one way to change it: through the address bar. */
export function useViolationView(): [ViolationView, ChangeView] {
  const [params, setParams] = useSearchParams();
  const plantId = usePlantSelection((state) => state.plantId);
  const view = useMemo(() => readView(params), [params]);

  // A characteristic belongs to its plant; the other filters mean the same at every plant.
  const leavePlant = useCallback(
    () =>
      setParams(
        (current) => writeView({ ...readView(current), plantId: null, characteristicId: null, page: 1 }),
        { replace: true },
      ),
    [setParams],
  );
  useFollowPlant(view.plantId, leavePlant);

  const change = useCallback<ChangeView>(
    (partial) =>
      setParams((current) => writeView({ ...readView(current), page: 1, ...partial, plantId }), {
        // Stepping back should leave a filter, not a page.
        replace: partial.page !== undefined,
      }),
    [setParams, plantId],
  );

  return [view, change];
}
