import { useBrokerStatuses } from '@/shared/api/queries/brokers';
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useHierarchy } from '@/shared/api/queries/hierarchy';
import { useOpcuaStatuses } from '@/shared/api/queries/opcua-servers';
import { useSources } from '@/shared/connectivity/use-sources';
import { pathTo } from '@/shared/characteristics/tree-rows';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useMemo } from 'react';
import { mappingRows } from './mapping-rows';

const NONE: never[] = [];

/** The mappings of the selected plant and the characteristics without one, together with where each lies. */
export function useMappingRows() {
  const plantId = usePlantSelection((state) => state.plantId);
  const { sources, error, refetch } = useSources(plantId);
  const characteristics = useCharacteristics(plantId);
  const brokerStatuses = useBrokerStatuses();
  const opcuaStatuses = useOpcuaStatuses();
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
    if (!sources || !characteristics.data) return undefined;
    return mappingRows({
      sources,
      characteristics: characteristics.data,
      brokerStatuses: brokerStatuses.data ?? NONE,
      opcuaStatuses: opcuaStatuses.data ?? NONE,
      pathOf: ({ id }) => paths.get(id) ?? '',
    });
  }, [sources, characteristics.data, brokerStatuses.data, opcuaStatuses.data, paths]);
  return {
    rows,
    sources: sources ?? NONE,
    error: error ?? characteristics.error,
    refetch: () => {
      refetch();
      void characteristics.refetch();
    },
  };
}
