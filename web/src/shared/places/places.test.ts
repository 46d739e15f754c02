import type { HierarchyTreeNode } from '@/shared/api/types';
import { aCharacteristic } from '@/test/builders/quality';
import { filterPlaces, placesOf } from './places';

const node = (id: number, name: string, children: HierarchyTreeNode[] = []): HierarchyTreeNode => ({
  id,
  name,
  type: 'Line',
  characteristic_count: 0,
  children,
});
const places = placesOf(
  [node(1, 'Hall', [node(2, 'Line 1')]), node(3, 'Yard')],
  [
    aCharacteristic({ id: 7, hierarchy_id: 2, name: 'Bore' }),
    aCharacteristic({ id: 8, hierarchy_id: 1, name: 'Air' }),
  ],
);

describe('the places of a plant', () => {
  it('stand in the order of the tree, with their characteristics', () =>
    expect(places.map(({ name, depth }) => [name, depth])).toEqual([
      ['Hall', 0],
      ['Air', 1],
      ['Line 1', 1],
      ['Bore', 2],
      ['Yard', 0],
    ]));

  it('are found by their names, and stay when they are ticked', () =>
    expect(filterPlaces(places, 'bo', ({ name }) => name === 'Yard').map(({ name }) => name)).toEqual([
      'Bore',
      'Yard',
    ]));
});
