import { nodeSource, topicSource } from '@/shared/connectivity/source';
import { aMapping, aNodeMapping } from '@/test/builders/connections';
import type { MappingRow } from './mapping-rows';
import { mappingsCsv, outcomeOf, protocolOf } from './mapping-csv';

const base = { path: '', subgroupSize: 1, decimals: 3 };
const mapped: MappingRow = {
  ...base,
  kind: 'mapped',
  id: 7,
  name: 'Bore, left',
  health: 'live',
  source: topicSource(
    aMapping({
      characteristic_id: 7,
      payload_format: 'text',
      pattern: '"v": ([0-9.]+)',
      dead_band: 0,
    }),
  ),
};
const unmapped: MappingRow = { ...base, kind: 'unmapped', id: 8, name: '=SUM(A1)' };

const ofNode: MappingRow = { ...mapped, source: nodeSource(aNodeMapping()) };

describe('topics as CSV', () => {
  const lines = mappingsCsv([mapped, unmapped], 'mqtt').split('\r\n');

  it('has a header that the import understands', () =>
    expect(lines[0]).toMatch(
      /^characteristic_id,characteristic_name,broker_id,mqtt_topic,metric_name,payload_format,/,
    ));

  it('quotes what has to be quoted', () =>
    expect(lines[1]).toBe(
      '7,"Bore, left",1,line/1/diameter,,text,,,,,,,"""v"": ([0-9.]+)",iso,,false,on_change,,0,60,false,false,1,0,false,refuse,0,true',
    ));

  it('leaves an unmapped characteristic to be filled in, and no formula', () =>
    expect(lines[2]).toBe("8,'=SUM(A1),,,,,,,,,,,,,,,,,,,,,,,,,,"));
});

it('makes topics and patterns harmless in a spreadsheet, and leaves numbers alone', () => {
  const source = topicSource(aMapping({ mqtt_topic: '=cmd', pattern: '@([0-9]+)', dead_band: -5 }));
  const [, line] = mappingsCsv([{ ...mapped, source }], 'mqtt').split('\r\n');
  expect(line).toBe(
    '7,"Bore, left",1,\'=cmd,,number,,,,,,,\'@([0-9]+),iso,,false,on_change,,-5,60,false,false,1,0,false,refuse,0,true',
  );
});

describe('nodes as CSV', () => {
  const lines = mappingsCsv([ofNode, unmapped], 'opcua').split('\r\n');

  it('have columns of their own', () =>
    expect(lines.slice(0, 2)).toEqual([
      'characteristic_id,characteristic_name,server_id,node_id,change_trigger,dead_band,sampling_interval,publishing_interval,queue_size,take_initial_value,trigger_strategy,trigger_node_id,timeout_seconds,scale,offset,decimal_comma,array_values,array_index,is_active',
      '7,"Bore, left",1,ns=2;s=Line1.Diameter,value,,,,100,false,on_change,,60,1,0,false,refuse,0,true',
    ]));

  it('are known by their header', () => {
    expect(protocolOf(lines.join('\n'))).toBe('opcua');
    expect(protocolOf(`\n${mappingsCsv([mapped], 'mqtt')}`)).toBe('mqtt');
  });
});

it('leaves out those of the other protocol, whose place an import would take', () => {
  expect(mappingsCsv([ofNode, unmapped], 'mqtt').split('\r\n')).toHaveLength(2);
  expect(mappingsCsv([mapped, unmapped], 'opcua').split('\r\n')).toHaveLength(2);
});

describe('the outcome of an import', () => {
  it('names the line of the file, without the words that only machines need', () =>
    expect(
      outcomeOf({
        total: 3,
        imported: 1,
        errors: [
          {
            row: 1,
            reason: 'mqtt_topic: Value error, this is no topic filter; timeout_seconds: Value error, x',
          },
          { row: 3, reason: 'Characteristic 99 not found' },
        ],
      }),
    ).toEqual({
      total: 3,
      imported: 1,
      failures: [
        { row: 1, line: 2, reason: 'mqtt_topic: this is no topic filter; timeout_seconds: x' },
        { row: 3, line: 4, reason: 'Characteristic 99 not found' },
      ],
    }));
});
