import { anOpcuaNode } from '@/test/builders/connections';
import { type Branch, MOST_ANSWERED, nodeRows, type TreeRow } from './node-rows';

const folder = (node_id: string, children_count: number | null = 1) =>
  anOpcuaNode({
    node_id,
    display_name: node_id,
    node_class: 'Object',
    data_type: null,
    is_readable: false,
    is_folder: true,
    children_count,
  });
const value = (node_id: string, children_count: number | null = 0) =>
  anOpcuaNode({ node_id, display_name: node_id, children_count });
const ready = (...nodes: ReturnType<typeof folder>[]): Branch => ({ state: 'ready', nodes });

const rowsOf = (branches: [string | null, Branch][], open: string[] = [], shown: [string, number][] = []) =>
  nodeRows({ branches: new Map(branches), open: new Set(open), shown: new Map(shown) });
const visible = (rows: TreeRow[]) =>
  rows.map((row) => `${'-'.repeat(row.level)} ${row.kind === 'node' ? row.name : row.kind}`);

describe('the address space', () => {
  it('is in natural order', () =>
    expect(visible(rowsOf([[null, ready(folder('M10'), folder('M2'), value('A'))]]))).toEqual([
      '- A',
      '- M2',
      '- M10',
    ]));

  it('says where it can be opened: folders, and values with properties or of unknown ones', () => {
    const rows = rowsOf([[null, ready(folder('F', 0), value('V0'), value('V1', 1), value('V?', null))]]);
    expect(rows.map((row) => row.kind === 'node' && [row.name, row.expanded])).toEqual([
      ['F', false],
      ['V?', false],
      ['V0', undefined],
      ['V1', false],
    ]);
  });

  it.each<[string, Branch | undefined, string]>([
    ['is asked for', undefined, 'loading'],
    ['is being read', { state: 'loading' }, 'loading'],
    ['is empty', ready(), 'empty'],
    ['cannot be read', { state: 'failed', error: new Error('x') }, 'failed'],
  ])('has a row that says so where a branch %s', (_, branch, kind) => {
    const known: [string | null, Branch][] = [[null, ready(folder('F'), value('V'))]];
    if (branch) known.push(['F', branch]);
    expect(visible(rowsOf(known, ['/F']))).toEqual(['- F', `-- ${kind}`, '- V']);
  });

  it('keeps rows apart that show the same node, even below itself', () => {
    const rows = rowsOf(
      [
        [null, ready(folder('F'))],
        ['F', ready(folder('F'))],
      ],
      ['/F', '/F/F'],
    );
    expect(visible(rows)).toEqual(['- F', '-- F', '--- F']);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
  });

  it('shows a hundred of a branch at first, and more when asked', () => {
    const many = ready(...Array.from({ length: 250 }, (_, index) => value(`V${index}`)));
    const rows = rowsOf([[null, many]]);
    expect(rows).toHaveLength(101);
    expect(rows.at(-1)).toMatchObject({ kind: 'more', count: 150 });
    expect(rowsOf([[null, many]], [], [['', 300]]).at(-1)).toMatchObject({ name: 'V249' });
  });

  it('says where the server may have more than it gave', () => {
    const most = ready(...Array.from({ length: MOST_ANSWERED }, (_, index) => value(`V${index}`)));
    expect(rowsOf([[null, most]], [], [['', MOST_ANSWERED]]).at(-1)).toMatchObject({
      kind: 'cut',
      count: MOST_ANSWERED,
    });
  });
});
