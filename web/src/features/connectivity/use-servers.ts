import { useBrokers, useBrokerStatuses } from '@/shared/api/queries/brokers';
import { useOpcuaServers, useOpcuaStatuses } from '@/shared/api/queries/opcua-servers';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useMemo } from 'react';
import { type Server, serversOf } from './servers';

interface Servers {
  /** Undefined until those of both protocols have arrived. */
  data: Server[] | undefined;
  error: Error | null;
  refetch: () => void;
}

/** The servers of the selected plant with their live state, polled while the page is visible. */
export function useServers(): Servers {
  const plantId = usePlantSelection((state) => state.plantId);
  const brokers = useBrokers();
  const brokerStatuses = useBrokerStatuses();
  const opcuaServers = useOpcuaServers();
  const opcuaStatuses = useOpcuaStatuses();
  const asked = [brokers, brokerStatuses, opcuaServers, opcuaStatuses];
  const data = useMemo(
    () =>
      brokers.data && brokerStatuses.data && opcuaServers.data && opcuaStatuses.data
        ? serversOf(
            {
              brokers: brokers.data,
              brokerStatuses: brokerStatuses.data,
              opcuaServers: opcuaServers.data,
              opcuaStatuses: opcuaStatuses.data,
            },
            plantId,
          )
        : undefined,
    [brokers.data, brokerStatuses.data, opcuaServers.data, opcuaStatuses.data, plantId],
  );
  return {
    data,
    error: asked.find(({ error }) => error !== null)?.error ?? null,
    refetch: () => void Promise.all(asked.map(({ refetch }) => refetch())),
  };
}
