// The tree of characteristics as the list of rows that is visible now. Pure: hierarchy, characteristics, filter, search and
// what is collapsed go in, rows come out. Folders that hold nothing matching are left out while filtering or searching.
// A node's own characteristics come before its child nodes, so that none seems to belong to the last child.
import type { Characteristic, HierarchyTreeNode } from '@/shared/api/types';

export type CharacteristicState = 'ooc' | 'unsampled' | 'ok';
export type StateFilter = 'all' | CharacteristicState;

/** Open violations, never sampled, or neither. */
export function stateOf({ unacknowledged_violations, sample_count }: Characteristic): CharacteristicState {
  if ((unacknowledged_violations ?? 0) > 0) return 'ooc';
  return sample_count === 0 ? 'unsampled' : 'ok';
}

interface RowBase {
  key: string;
  level: number;
  parentKey: string | null;
  position: number;
  siblings: number;
}

export interface NodeRow extends RowBase {
  kind: 'node';
  node: HierarchyTreeNode;
  expanded: boolean;
  counts: Record<StateFilter, number>;
}

export interface LeafRow extends RowBase {
  kind: 'leaf';
  characteristic: Characteristic;
  state: CharacteristicState;
}

export type TreeRow = NodeRow | LeafRow;

export interface TreeInput {
  nodes: readonly HierarchyTreeNode[];
  characteristics: readonly Characteristic[];
  filter: StateFilter;
  search: string;
  collapsed: ReadonlySet<string>;
}

export const nodeKey = (id: number): string => `node-${id}`;
export const leafKey = (id: number): string => `leaf-${id}`;

export function countStates(characteristics: readonly Characteristic[]): Record<StateFilter, number> {
  const counts = { all: 0, ooc: 0, unsampled: 0, ok: 0 };
  for (const characteristic of characteristics) {
    counts.all += 1;
    counts[stateOf(characteristic)] += 1;
  }
  return counts;
}

interface Branch {
  node: HierarchyTreeNode;
  branches: Branch[];
  leaves: Characteristic[];
  all: Characteristic[];
}

const growBranch = (node: HierarchyTreeNode, byNode: Map<number, Characteristic[]>): Branch => {
  const branches = node.children.map((child) => growBranch(child, byNode));
  const leaves = byNode.get(node.id) ?? [];
  byNode.delete(node.id);
  return { node, branches, leaves, all: [...branches.flatMap(({ all }) => all), ...leaves] };
};

const byName = (a: Characteristic, b: Characteristic): number =>
  a.name.localeCompare(b.name, undefined, { numeric: true });

export function treeRows({ nodes, characteristics, filter, search, collapsed }: TreeInput): TreeRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const isNarrowed = filter !== 'all' || words.length > 0;
  const rows: TreeRow[] = [];

  const matches = (characteristic: Characteristic, path: string): boolean => {
    if (filter !== 'all' && stateOf(characteristic) !== filter) return false;
    const text = `${path} ${characteristic.name} ${characteristic.description ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };

  const keeps = (branch: Branch, path: string): boolean => {
    const here = `${path} ${branch.node.name}`;
    return (
      branch.leaves.some((leaf) => matches(leaf, here)) || branch.branches.some((child) => keeps(child, here))
    );
  };

  const emit = (
    branches: Branch[],
    leaves: Characteristic[],
    level: number,
    parentKey: string | null,
    path: string,
  ) => {
    const shownBranches = isNarrowed ? branches.filter((branch) => keeps(branch, path)) : branches;
    const shownLeaves = leaves.filter((leaf) => matches(leaf, path)).sort(byName);
    const siblings = shownBranches.length + shownLeaves.length;
    shownLeaves.forEach((characteristic, index) => {
      rows.push({
        kind: 'leaf',
        key: leafKey(characteristic.id),
        level,
        parentKey,
        position: index + 1,
        siblings,
        characteristic,
        state: stateOf(characteristic),
      });
    });
    shownBranches.forEach((branch, index) => {
      const key = nodeKey(branch.node.id);
      const expanded = isNarrowed || !collapsed.has(key);
      const counts = countStates(branch.all);
      rows.push({
        kind: 'node',
        key,
        level,
        parentKey,
        position: shownLeaves.length + index + 1,
        siblings,
        node: branch.node,
        expanded,
        counts,
      });
      if (expanded) emit(branch.branches, branch.leaves, level + 1, key, `${path} ${branch.node.name}`);
    });
  };

  const byNode = new Map<number, Characteristic[]>();
  for (const characteristic of characteristics) {
    const list = byNode.get(characteristic.hierarchy_id);
    if (list) list.push(characteristic);
    else byNode.set(characteristic.hierarchy_id, [characteristic]);
  }
  const branches = nodes.map((node) => growBranch(node, byNode));
  // What hangs on no known node is shown at the top rather than lost.
  emit(branches, [...byNode.values()].flat(), 1, null, '');
  return rows;
}

/** Names from the root down to the node that holds the characteristic. */
export function pathTo(nodes: readonly HierarchyTreeNode[], hierarchyId: number): string[] {
  for (const node of nodes) {
    if (node.id === hierarchyId) return [node.name];
    const below = pathTo(node.children, hierarchyId);
    if (below.length > 0) return [node.name, ...below];
  }
  return [];
}

/** All nodes with their depth, for a select box. */
export function flattenNodes(
  nodes: readonly HierarchyTreeNode[],
  depth = 0,
): { node: HierarchyTreeNode; depth: number }[] {
  return nodes.flatMap((node) => [{ node, depth }, ...flattenNodes(node.children, depth + 1)]);
}

export const nodeAt = (
  nodes: readonly HierarchyTreeNode[],
  nodeId: number | null,
): HierarchyTreeNode | undefined => flattenNodes(nodes).find(({ node }) => node.id === nodeId)?.node;
