// The address space as the list of rows that is visible now. Pure. A row is known by its path: the same node may hang below
// several others, and below itself.
import type { OpcuaNode } from '@/shared/api/types';

/** What is known of the children of a node that was opened. */
export type Branch =
  | { state: 'loading' }
  | { state: 'failed'; error: unknown }
  | { state: 'ready'; nodes: readonly OpcuaNode[] };

interface RowBase {
  key: string;
  parentKey: string | null;
  level: number;
  name: string;
}

export interface NodeRow extends RowBase {
  kind: 'node';
  node: OpcuaNode;
  position: number;
  siblings: number;
  expanded?: boolean;
}

/** What stands in the place of children. */
export interface NoticeRow extends RowBase {
  kind: 'loading' | 'empty' | 'failed' | 'more' | 'cut';
  /** The node whose children they are; null: the top. */
  nodeId: string | null;
  /** Of `more`: how many are not shown yet. Of `cut`: how many the server gave. */
  count: number;
  error?: unknown;
}

export type TreeRow = NodeRow | NoticeRow;

export interface NodeTreeInput {
  /** By node id; null is the top. */
  branches: ReadonlyMap<string | null, Branch>;
  /** The keys of the rows that are open. */
  open: ReadonlySet<string>;
  /** So many children are shown, by the key of the branch; others show PAGE. */
  shown: ReadonlyMap<string, number>;
}

export const PAGE = 100;
/** The server answers with so many at most, and does not say how many there are. */
export const MOST_ANSWERED = 1_000;
const TOP = '';

export const branchKey = (parentKey: string | null): string => parentKey ?? TOP;

const byName = (a: OpcuaNode, b: OpcuaNode): number =>
  a.display_name.localeCompare(b.display_name, undefined, { numeric: true });

/** Folders are opened even when they say that they are empty: it may have changed. */
const mayHaveChildren = ({ is_folder, children_count }: OpcuaNode): boolean =>
  is_folder || children_count !== 0;

export function nodeRows({ branches, open, shown }: NodeTreeInput): TreeRow[] {
  const rows: TreeRow[] = [];
  const notice = (
    kind: NoticeRow['kind'],
    nodeId: string | null,
    parentKey: string | null,
    level: number,
    rest: Partial<NoticeRow> = {},
  ) => {
    const key = `${branchKey(parentKey)} ${kind}`;
    rows.push({ key, parentKey, level, name: '', kind, nodeId, count: 0, ...rest });
  };
  const emit = (nodeId: string | null, parentKey: string | null, level: number): void => {
    const branch = branches.get(nodeId) ?? { state: 'loading' };
    if (branch.state === 'loading') return notice('loading', nodeId, parentKey, level);
    if (branch.state === 'failed') return notice('failed', nodeId, parentKey, level, { error: branch.error });
    if (branch.nodes.length === 0) return notice('empty', nodeId, parentKey, level);
    const sorted = [...branch.nodes].sort(byName);
    const limit = shown.get(branchKey(parentKey)) ?? PAGE;
    sorted.slice(0, limit).forEach((node, index) => {
      const key = `${branchKey(parentKey)}/${node.node_id}`;
      const isOpen = open.has(key);
      rows.push({
        kind: 'node',
        key,
        parentKey,
        level,
        name: node.display_name,
        node,
        position: index + 1,
        siblings: sorted.length,
        ...(mayHaveChildren(node) ? { expanded: isOpen } : {}),
      });
      if (isOpen) emit(node.node_id, key, level + 1);
    });
    if (sorted.length > limit) notice('more', nodeId, parentKey, level, { count: sorted.length - limit });
    else if (sorted.length >= MOST_ANSWERED)
      notice('cut', nodeId, parentKey, level, { count: sorted.length });
  };
  emit(null, null, 1);
  return rows;
}
