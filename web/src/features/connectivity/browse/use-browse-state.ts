// What the page browses, in the address bar: the server, the form of the list and the chosen topic or node.
import { type AddressRules, choice } from '@/shared/address/address-check';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

export type TopicView = 'tree' | 'list';

/** What the address may hold. */
export const BROWSE_RULES: AddressRules = {
  server: { kind: 'text' },
  view: choice(['tree', 'list']),
  topic: { kind: 'text' },
  node: { kind: 'text' },
};

export interface BrowseState {
  /** Of its protocol and id. */
  serverKey: string | null;
  view: TopicView;
  topic: string | null;
  /** The id of a node. */
  node: string | null;
}

const textOrNull = (text: string | null): string | null => (text === '' ? null : text);

export function readBrowse(params: URLSearchParams): BrowseState {
  return {
    serverKey: textOrNull(params.get('server')),
    view: params.get('view') === 'list' ? 'list' : 'tree',
    topic: textOrNull(params.get('topic')),
    node: textOrNull(params.get('node')),
  };
}

export function writeBrowse({ serverKey, view, topic, node }: BrowseState): URLSearchParams {
  const params = new URLSearchParams();
  if (serverKey !== null) params.set('server', serverKey);
  if (view === 'list') params.set('view', view);
  if (topic !== null) params.set('topic', topic);
  if (node !== null) params.set('node', node);
  return params;
}

export function useBrowseState(): [BrowseState, (change: Partial<BrowseState>) => void] {
  const [params, setParams] = useSearchParams();
  const state = useMemo(() => readBrowse(params), [params]);
  const change = useCallback(
    (partial: Partial<BrowseState>) =>
      setParams((current) => writeBrowse({ ...readBrowse(current), ...partial }), { replace: true }),
    [setParams],
  );
  return [state, change];
}
