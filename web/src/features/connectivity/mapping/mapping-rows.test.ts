import { aBrokerStatus, aCharacteristic, aMapping } from '@/test/builders';
import { countRows, filterRows, mappingRows, type Shown, shownOf } from './mapping-rows';

const rows = mappingRows({
  mappings: [
    aMapping({ characteristic_id: 11, characteristic_name: 'Bore 10', mqtt_topic: 'lathe/3/bore' }),
    aMapping({ characteristic_id: 12, characteristic_name: 'Weight', mqtt_topic: 'filler/w', broker_id: 2 }),
  ],
  characteristics: [
    aCharacteristic({ id: 11, name: 'Bore 10', subgroup_size: 5 }),
    aCharacteristic({ id: 12, name: 'Weight' }),
    aCharacteristic({ id: 13, name: 'Bore 2' }),
  ],
  statuses: [aBrokerStatus({ broker_id: 1 })],
  pathOf: ({ id }) => (id === 12 ? 'Plating' : 'Hall A'),
});
const names = (shown: Shown, search = '') => filterRows(rows, shown, search).map(({ name }) => name);

describe('the rows of the mappings', () => {
  it('are all characteristics of the plant, by name', () =>
    expect(rows.map(({ name, kind }) => [name, kind])).toEqual([
      ['Bore 2', 'unmapped'],
      ['Bore 10', 'mapped'],
      ['Weight', 'mapped'],
    ]));

  it('know the subgroup, the path and the health', () =>
    expect(rows[1]).toMatchObject({ subgroupSize: 5, path: 'Hall A', health: 'silent' }));

  it('do not know the health of a server that is out of sight', () =>
    expect(rows[2]).toMatchObject({ health: 'unknown' }));

  it('are filtered by kind', () => {
    expect(names('all')).toHaveLength(3);
    expect(names('mqtt')).toEqual(['Bore 10', 'Weight']);
    expect(names('unmapped')).toEqual(['Bore 2']);
  });

  it.each([
    ['bore', ['Bore 2', 'Bore 10']],
    ['LATHE', ['Bore 10']],
    ['plating', ['Weight']],
    ['hall zzz', []],
  ])('are found by %s', (search, expected) => expect(names('all', search)).toEqual(expected));

  it('are counted', () => expect(countRows(rows)).toEqual({ all: 3, mqtt: 2, unmapped: 1 }));

  it('of an OPC UA source are not called unmapped', () => {
    const source = {
      id: 1,
      type: 'opcua',
      characteristic_id: 9,
      trigger_strategy: 'on_change',
      is_active: true,
    };
    const characteristics = [
      aCharacteristic({ id: 9, data_source: { ...source, created_at: '', updated_at: '' } }),
    ];
    expect(mappingRows({ mappings: [], characteristics, statuses: [], pathOf: () => '' })).toEqual([]);
  });
});

describe('the filter in the address', () => {
  it.each([
    ['mqtt', 'mqtt'],
    ['unmapped', 'unmapped'],
    ['toString', 'all'],
    [null, 'all'],
  ])('%s is %s', (text, shown) => expect(shownOf(text)).toBe(shown));
});
