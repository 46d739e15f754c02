import { nodeSource, topicSource } from '@/shared/connectivity/source';
import { aBrokerStatus, aMapping, aNodeMapping, anOpcuaStatus } from '@/test/builders/connections';
import { aCharacteristic } from '@/test/builders/quality';
import { countRows, filterRows, mappingRows, type Shown, shownOf } from './mapping-rows';

const rows = mappingRows({
  sources: [
    topicSource(
      aMapping({ characteristic_id: 11, characteristic_name: 'Bore 10', mqtt_topic: 'lathe/3/bore' }),
    ),
    topicSource(
      aMapping({
        characteristic_id: 12,
        characteristic_name: 'Weight',
        mqtt_topic: 'filler/w',
        broker_id: 2,
      }),
    ),
    nodeSource(
      aNodeMapping({
        characteristic_id: 14,
        characteristic_name: 'Weld current',
        node_id: 'ns=1;s=Welder',
        problem: 'BadNodeIdUnknown',
      }),
    ),
  ],
  characteristics: [
    aCharacteristic({ id: 11, name: 'Bore 10', subgroup_size: 5 }),
    aCharacteristic({ id: 12, name: 'Weight' }),
    aCharacteristic({ id: 13, name: 'Bore 2' }),
    aCharacteristic({ id: 14, name: 'Weld current' }),
  ],
  brokerStatuses: [aBrokerStatus({ broker_id: 1 })],
  opcuaStatuses: [anOpcuaStatus({ server_id: 1 })],
  pathOf: ({ id }) => (id === 12 ? 'Plating' : 'Hall A'),
});
const names = (shown: Shown, search = '') => filterRows(rows, shown, search).map(({ name }) => name);

describe('the rows of the mappings', () => {
  it('are all characteristics of the plant, by name', () =>
    expect(rows.map(({ name, kind }) => [name, kind])).toEqual([
      ['Bore 2', 'unmapped'],
      ['Bore 10', 'mapped'],
      ['Weight', 'mapped'],
      ['Weld current', 'mapped'],
    ]));

  it('know the subgroup, the path and the health', () =>
    expect(rows[1]).toMatchObject({ subgroupSize: 5, path: 'Hall A', health: 'silent' }));

  it('do not know the health of a server that is out of sight', () =>
    expect(rows[2]).toMatchObject({ health: 'unknown' }));

  it('know that a server does not send a node, though its id is that of a broker', () =>
    expect(rows[3]).toMatchObject({ health: 'refused' }));

  it('are filtered by kind', () => {
    expect(names('all')).toHaveLength(4);
    expect(names('opcua')).toEqual(['Weld current']);
    expect(names('mqtt')).toEqual(['Bore 10', 'Weight']);
    expect(names('unmapped')).toEqual(['Bore 2']);
  });

  it.each([
    ['bore', ['Bore 2', 'Bore 10']],
    ['LATHE', ['Bore 10']],
    ['s=weld plc', ['Weld current']],
    ['plating', ['Weight']],
    ['hall zzz', []],
  ])('are found by %s', (search, expected) => expect(names('all', search)).toEqual(expected));

  it('are counted', () => expect(countRows(rows)).toEqual({ all: 4, mqtt: 2, opcua: 1, unmapped: 1 }));
});

describe('the filter in the address', () => {
  it.each([
    ['mqtt', 'mqtt'],
    ['opcua', 'opcua'],
    ['unmapped', 'unmapped'],
    ['toString', 'all'],
    [null, 'all'],
  ])('%s is %s', (text, shown) => expect(shownOf(text)).toBe(shown));
});
