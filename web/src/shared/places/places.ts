// The places and characteristics of a plant as one list with depths, for a form that ticks some of them. Pure.
import type { Characteristic, HierarchyTreeNode } from '@/shared/api/types';

export interface Place {
  kind: 'node' | 'characteristic';
  id: number;
  name: string;
  depth: number;
}

export function placesOf(
  tree: readonly HierarchyTreeNode[],
  characteristics: readonly Characteristic[],
  depth = 0,
): Place[] {
  return tree.flatMap((node): Place[] => [
    { kind: 'node', id: node.id, name: node.name, depth },
    ...characteristics
      .filter(({ hierarchy_id }) => hierarchy_id === node.id)
      .map(({ id, name }): Place => ({ kind: 'characteristic', id, name, depth: depth + 1 })),
    ...placesOf(node.children, characteristics, depth + 1),
  ]);
}

/** Those whose name has every word, and what is ticked already: it must not get out of sight. */
export function filterPlaces(
  places: readonly Place[],
  search: string,
  isTicked: (place: Place) => boolean,
): Place[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return places.filter(
    (place) => isTicked(place) || words.every((word) => place.name.toLowerCase().includes(word)),
  );
}
