import { nodeSource, topicSource } from '@/shared/connectivity/source';
import { aMapping, aNodeMapping } from '@/test/builders';
import type { MappingRow } from './mapping-rows';
import { mappingsCsv, outcomeOf } from './mapping-csv';

const base = { path: '', subgroupSize: 1, decimals: 3 };
const mapped: MappingRow = {
  ...base,
  kind: 'mapped',
  characteristicId: 7,
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
const unmapped: MappingRow = { ...base, kind: 'unmapped', characteristicId: 8, name: '=SUM(A1)' };

describe('mappings as CSV', () => {
  const lines = mappingsCsv([mapped, unmapped]).split('\r\n');

  it('has a header that the import understands', () =>
    expect(lines[0]).toMatch(/^characteristic_id,characteristic_name,broker_id,mqtt_topic,payload_format,/));

  it('quotes what has to be quoted', () =>
    expect(lines[1]).toBe(
      '7,"Bore, left",1,line/1/diameter,text,,,,,,"""v"": ([0-9.]+)",on_change,,0,60,true',
    ));

  it('leaves an unmapped characteristic to be filled in, and no formula', () =>
    expect(lines[2]).toBe("8,'=SUM(A1),,,,,,,,,,,,,,"));
});

it('leaves out nodes, whose place an import of theirs would give to topics', () => {
  const ofNode: MappingRow = { ...mapped, source: nodeSource(aNodeMapping()) };
  expect(mappingsCsv([ofNode, unmapped]).split('\r\n')).toHaveLength(2);
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
