import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { keys } from '../keys';
import type { SparkplugCommand } from '../types';
import { STATUS_POLL_MS } from './brokers';

/** Edge nodes and devices of a broker; they come and go by themselves. */
export function useSparkplug(brokerId: number) {
  return useQuery({
    queryKey: keys.sparkplug(brokerId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/brokers/{broker_id}/sparkplug', {
          params: { path: { broker_id: brokerId } },
          signal,
        }),
      ),
    refetchInterval: STATUS_POLL_MS,
  });
}

export interface SparkplugPeer {
  group: string;
  node: string;
  /** Null: the edge node itself. */
  device: string | null;
}

const peerQuery = ({ group, node, device }: SparkplugPeer) => ({
  group,
  node,
  ...(device === null ? {} : { device }),
});

export function useSparkplugMetrics(brokerId: number, peer: SparkplugPeer) {
  return useQuery({
    queryKey: keys.sparkplugMetrics(brokerId, peer.group, peer.node, peer.device),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/brokers/{broker_id}/sparkplug/metrics', {
          params: { path: { broker_id: brokerId }, query: peerQuery(peer) },
          signal,
        }),
      ),
  });
}

export function useSparkplugCommand(brokerId: number) {
  return useMutation({
    mutationFn: (body: SparkplugCommand) =>
      unwrap(
        api.POST('/api/v1/brokers/{broker_id}/sparkplug/commands', {
          params: { path: { broker_id: brokerId } },
          body,
        }),
      ),
  });
}

export function useAskForBirths(brokerId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { group: string; node: string }) =>
      unwrap(
        api.POST('/api/v1/brokers/{broker_id}/sparkplug/births', {
          params: { path: { broker_id: brokerId } },
          body,
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.sparkplug(brokerId) }),
  });
}
