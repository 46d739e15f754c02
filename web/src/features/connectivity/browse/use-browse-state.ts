// What the page browses, in the address bar: the server, the form of the list and the chosen topic.
import { positiveInteger } from '@/shared/lib/positive-integer';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

export type TopicView = 'tree' | 'list';

export interface BrowseState {
  serverId: number | null;
  view: TopicView;
  topic: string | null;
}

export function readBrowse(params: URLSearchParams): BrowseState {
  return {
    serverId: positiveInteger(params.get('server')),
    view: params.get('view') === 'list' ? 'list' : 'tree',
    topic: params.get('topic') === '' ? null : params.get('topic'),
  };
}

export function writeBrowse({ serverId, view, topic }: BrowseState): URLSearchParams {
  const params = new URLSearchParams();
  if (serverId !== null) params.set('server', String(serverId));
  if (view === 'list') params.set('view', view);
  if (topic !== null) params.set('topic', topic);
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
