import type { SparkplugPeer } from '@/shared/api/queries/sparkplug';

export const peerName = ({ group, node, device }: SparkplugPeer): string =>
  [group, node, ...(device === null ? [] : [device])].join(' / ');
