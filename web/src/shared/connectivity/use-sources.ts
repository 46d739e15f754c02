// The sources of a plant's characteristics, of both protocols, with what has come in through them.
import { useOpcuaMappings } from '@/shared/api/queries/opcua-mappings';
import { useMappings } from '@/shared/api/queries/tags';
import { useMemo } from 'react';
import { nodeSource, type Source, topicSource } from './source';

interface Sources {
  /** Undefined until those of both protocols have arrived. */
  sources: Source[] | undefined;
  error: Error | null;
  refetch: () => void;
}

export function useSources(plantId: number | null, everyMs?: number): Sources {
  const options = { enabled: plantId !== null, ...(everyMs === undefined ? {} : { everyMs }) };
  const topics = useMappings({ plant_id: plantId }, options);
  const nodes = useOpcuaMappings({ plant_id: plantId }, options);
  const sources = useMemo(
    () =>
      topics.data && nodes.data
        ? [...topics.data.map(topicSource), ...nodes.data.map(nodeSource)]
        : undefined,
    [topics.data, nodes.data],
  );
  return {
    sources,
    error: topics.error ?? nodes.error,
    refetch: () => void Promise.all([topics.refetch(), nodes.refetch()]),
  };
}
