// Which branches of the address space are open, and what is known of them. A branch is asked for when it is opened.
import { childrenOf } from '@/shared/api/queries/opcua-nodes';
import type { OpcuaNode } from '@/shared/api/types';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { loadOpenRows, type OpenRows, storeOpenRows } from './open-rows';
import { type Branch, branchKey, nodeRows, PAGE, type TreeRow } from './node-rows';

interface NodeTreeState {
  rows: TreeRow[];
  toggle: (key: string, expanded: boolean) => void;
  showMore: (row: TreeRow) => void;
  retry: (nodeId: string | null) => void;
}

interface Answer {
  data: OpcuaNode[] | undefined;
  error: unknown;
  isFetching: boolean;
}

const branchOf = ({ data, error, isFetching }: Answer): Branch => {
  if (data) return { state: 'ready', nodes: data };
  return error !== null && !isFetching ? { state: 'failed', error } : { state: 'loading' };
};

export function useNodeTree(serverId: number): NodeTreeState {
  const cache = useQueryClient();
  const [open, setOpen] = useState<OpenRows>(() => loadOpenRows(serverId));
  const [shown, setShown] = useState<ReadonlyMap<string, number>>(() => new Map());
  const ids = useMemo<(string | null)[]>(() => [null, ...new Set(open.values())], [open]);
  const branches = useQueries({
    queries: ids.map((nodeId) => childrenOf(serverId, nodeId)),
    combine: (answers) => new Map(answers.map((answer, index) => [ids[index] ?? null, branchOf(answer)])),
  });
  const rows = useMemo(
    () => nodeRows({ branches, open: new Set(open.keys()), shown }),
    [branches, open, shown],
  );
  const toggle = (key: string, expanded: boolean): void => {
    const row = rows.find((item) => item.key === key);
    if (row?.kind !== 'node') return;
    const next = new Map(open);
    if (expanded) next.set(key, row.node.node_id);
    else next.delete(key);
    setOpen(next);
    storeOpenRows(serverId, next);
  };
  return {
    rows,
    toggle,
    showMore: ({ parentKey }) =>
      setShown((current) => {
        const key = branchKey(parentKey);
        return new Map(current).set(key, (current.get(key) ?? PAGE) + PAGE);
      }),
    retry: (nodeId) => void cache.refetchQueries({ queryKey: childrenOf(serverId, nodeId).queryKey }),
  };
}
