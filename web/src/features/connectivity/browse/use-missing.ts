import type { MissingThings } from '@/shared/address/use-unmet';
import { ApiError } from '@/shared/api/errors';
import { useNodeValue } from '@/shared/api/queries/opcua-nodes';
import { useTopicList, useTopicTree } from '@/shared/api/queries/topics';
import type { Server } from '../servers';
import { hasTopic } from './topic-rows';
import type { BrowseState } from './use-browse-state';
import { useDiscovery } from './use-discovery';

/** Known not to be among what the broker has carried since it is watched. A broker that nobody watches tells nothing. */
function useIsUnseenTopic(server: Server | undefined, { topic, view }: BrowseState): boolean {
  const brokerId = server?.protocol === 'mqtt' && server.isConnected && topic !== null ? server.id : null;
  const { isStarted } = useDiscovery(brokerId);
  const { data: tree } = useTopicTree(brokerId, isStarted, view === 'tree');
  const { data: list } = useTopicList(brokerId, '', isStarted, view === 'list');
  if (brokerId === null || topic === null) return false;
  if (view === 'tree') return tree !== undefined && tree.children.length > 0 && !hasTopic(tree, topic);
  return (
    list !== undefined &&
    list.length > 0 &&
    !/[+#]/.test(topic) &&
    !list.some((found) => found.topic === topic)
  );
}

function useIsUnknownNode(server: Server | undefined, { node }: BrowseState): boolean {
  const serverId = server?.protocol === 'opcua' && server.isConnected && node !== null ? server.id : null;
  const { data, error } = useNodeValue(serverId, node ?? '');
  if (serverId === null) return false;
  const isMalformed = error instanceof ApiError && error.status === 400;
  return isMalformed || data?.status_code.startsWith('BadNodeId') === true;
}

/** What the address names and the server does not have. */
export function useMissing(servers: readonly Server[] | undefined, state: BrowseState): MissingThings {
  const server = servers?.find(({ key }) => key === state.serverKey);
  const isUnseenTopic = useIsUnseenTopic(server, state);
  const isUnknownNode = useIsUnknownNode(server, state);
  if (servers === undefined) return {};
  if (server === undefined)
    return {
      server: state.serverKey !== null && 'server',
      view: 'chosenServer',
      topic: 'chosenServer',
      node: 'chosenServer',
    };
  return server.protocol === 'mqtt'
    ? { topic: isUnseenTopic && 'seenTopic', node: 'node' }
    : { view: 'topic', topic: 'topic', node: isUnknownNode && 'node' };
}
