import type { Characteristic, HierarchyTreeNode } from '@/shared/api/types';
import { aCharacteristic } from '@/test/builders/quality';
import { nodeKey, pathTo, type StateFilter, stateOf, treeRows } from './tree-rows';

const node = (id: number, name: string, children: HierarchyTreeNode[] = []): HierarchyTreeNode => ({
  id,
  name,
  type: 'Area',
  children,
  characteristic_count: 0,
});

const nodes = [node(1, 'Machining', [node(2, 'Lathe 1'), node(3, 'Lathe 2')]), node(4, 'Filling')];
const characteristics: Characteristic[] = [
  aCharacteristic({ id: 10, hierarchy_id: 2, name: 'Diameter', unacknowledged_violations: 2 }),
  aCharacteristic({ id: 11, hierarchy_id: 3, name: 'Diameter' }),
  aCharacteristic({ id: 12, hierarchy_id: 4, name: 'Weight', sample_count: 0 }),
];

const visible = (options: { filter?: StateFilter; search?: string; collapsed?: string[] } = {}): string[] =>
  treeRows({
    nodes,
    characteristics,
    filter: options.filter ?? 'all',
    search: options.search ?? '',
    collapsed: new Set(options.collapsed),
  }).map(
    (row) => `${'-'.repeat(row.level)} ${row.kind === 'node' ? row.node.name : row.characteristic.name}`,
  );

describe('state of a characteristic', () => {
  it('is out of control while violations are open', () => expect(stateOf(characteristics[0]!)).toBe('ooc'));
  it('is in control with samples and no open violation', () =>
    expect(stateOf(characteristics[1]!)).toBe('ok'));
  it('is unsampled while there are no samples', () => expect(stateOf(characteristics[2]!)).toBe('unsampled'));
});

describe('rows of the tree', () => {
  it('nest characteristics under their nodes', () => {
    expect(visible()).toEqual([
      '- Machining',
      '-- Lathe 1',
      '--- Diameter',
      '-- Lathe 2',
      '--- Diameter',
      '- Filling',
      '-- Weight',
    ]);
  });

  it('leave out what is inside a collapsed node', () => {
    expect(visible({ collapsed: [nodeKey(1)] })).toEqual(['- Machining', '- Filling', '-- Weight']);
  });

  it('keep only the branches that hold a match of the filter, expanded', () => {
    expect(visible({ filter: 'ooc', collapsed: [nodeKey(1)] })).toEqual([
      '- Machining',
      '-- Lathe 1',
      '--- Diameter',
    ]);
  });

  it('find words in the name and in the path', () => {
    expect(visible({ search: 'lathe 2 diam' })).toEqual(['- Machining', '-- Lathe 2', '--- Diameter']);
  });

  it('are empty when nothing matches', () => expect(visible({ search: 'viscosity' })).toEqual([]));

  it('show a characteristic whose node is unknown at the top', () => {
    const rows = treeRows({
      nodes,
      characteristics: [aCharacteristic({ id: 99, hierarchy_id: 77, name: 'Orphan' })],
      filter: 'all',
      search: 'orphan',
      collapsed: new Set(),
    });
    expect(rows).toMatchObject([{ kind: 'leaf', level: 1, parentKey: null }]);
  });

  it('count the states below each node', () => {
    const [machining] = treeRows({ nodes, characteristics, filter: 'all', search: '', collapsed: new Set() });
    expect(machining).toMatchObject({ counts: { all: 2, ooc: 1, unsampled: 0, ok: 1 } });
  });
});

describe('path to a characteristic', () => {
  it('names the nodes from the root down', () => expect(pathTo(nodes, 3)).toEqual(['Machining', 'Lathe 2']));
  it('is empty for an unknown node', () => expect(pathTo(nodes, 77)).toEqual([]));
});
