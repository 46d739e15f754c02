import { useBrokerStatuses } from '@/shared/api/queries/brokers';
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useHierarchy } from '@/shared/api/queries/hierarchy';
import { useMappings } from '@/shared/api/queries/tags';
import { pathTo } from '@/shared/characteristics/tree-rows';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useMemo } from 'react';
import { mappingRows } from './mapping-rows';

const NONE: never[] = [];

/** The mappings of the selected plant and the characteristics without one, together with where each lies. */
export function useMappingRows() {
  const plantId = usePlantSelection((state) => state.plantId);
  const mappings = useMappings({ plant_id: plantId }, { enabled: plantId !== null });
  const characteristics = useCharacteristics(plantId);
  const statuses = useBrokerStatuses();
  const { data: nodes = NONE } = useHierarchy(plantId);
  const paths = useMemo(
    () =>
      new Map(
        (characteristics.data ?? []).map(({ id, hierarchy_id }) => [
          id,
          pathTo(nodes, hierarchy_id).join(' › '),
        ]),
      ),
    [characteristics.data, nodes],
  );
  const rows = useMemo(() => {
    if (!mappings.data || !characteristics.data) return undefined;
    return mappingRows({
      mappings: mappings.data,
      characteristics: characteristics.data,
      statuses: statuses.data ?? NONE,
      pathOf: ({ id }) => paths.get(id) ?? '',
    });
  }, [mappings.data, characteristics.data, statuses.data, paths]);
  return {
    rows,
    mappings: mappings.data ?? NONE,
    error: mappings.error ?? characteristics.error,
    refetch: () => void Promise.all([mappings.refetch(), characteristics.refetch()]),
  };
}
