import { useBrokers, useBrokerStatuses } from '@/shared/api/queries/brokers';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useMemo } from 'react';
import { type Server, serversOf } from './servers';

interface Servers {
  /** Undefined until they have arrived. */
  servers: Server[] | undefined;
  error: unknown;
  refetch: () => void;
}

/** The servers of the selected plant with their live state, polled while the page is visible. */
export function useServers(): Servers {
  const plantId = usePlantSelection((state) => state.plantId);
  const brokers = useBrokers();
  const statuses = useBrokerStatuses();
  const servers = useMemo(
    () => (brokers.data && statuses.data ? serversOf(brokers.data, statuses.data, plantId) : undefined),
    [brokers.data, statuses.data, plantId],
  );
  return {
    servers,
    error: brokers.error ?? statuses.error,
    refetch: () => void Promise.all([brokers.refetch(), statuses.refetch()]),
  };
}
