// Mappings as a table to be filled in with a spreadsheet, and what became of it. Pure.
import type { MappingImportResult } from '@/shared/api/types';
import { type CsvCell, csvText } from '@/shared/lib/csv';
import type { Protocol } from '../protocols';
import type { MappingRow } from './mapping-rows';

/** What a row says beside its characteristic. */
const TOPIC_COLUMNS = [
  'broker_id',
  'mqtt_topic',
  'metric_name',
  'payload_format',
  'value_path',
  'timestamp_path',
  'batch_path',
  'operator_path',
  'serial_path',
  'sequence_path',
  'pattern',
  'timestamp_format',
  'time_zone',
  'every_message_counts',
  'trigger_strategy',
  'trigger_tag',
  'dead_band',
  'timeout_seconds',
  'subgroup_across_sources',
  'take_birth_values',
  'scale',
  'offset',
  'decimal_comma',
  'array_values',
  'array_index',
  'is_active',
] as const;

const NODE_COLUMNS = [
  'server_id',
  'node_id',
  'change_trigger',
  'dead_band',
  'sampling_interval',
  'publishing_interval',
  'queue_size',
  'take_initial_value',
  'trigger_strategy',
  'trigger_node_id',
  'timeout_seconds',
  'scale',
  'offset',
  'decimal_comma',
  'array_values',
  'array_index',
  'is_active',
] as const;

const COLUMNS: Record<Protocol, readonly string[]> = { mqtt: TOPIC_COLUMNS, opcua: NODE_COLUMNS };

function ruleOf(row: MappingRow, protocol: Protocol): CsvCell[] {
  if (row.kind === 'unmapped') return COLUMNS[protocol].map(() => null);
  const { source } = row;
  return source.protocol === 'mqtt'
    ? TOPIC_COLUMNS.map((column) => source.mapping[column])
    : NODE_COLUMNS.map((column) => source.mapping[column]);
}

/** A line for a mapping of the other protocol would take its place. */
const hasLine = (row: MappingRow, protocol: Protocol): boolean =>
  row.kind === 'unmapped' || row.source.protocol === protocol;

/** Every characteristic with its topic, or node; those without a source have theirs to be filled in. */
export function mappingsCsv(rows: readonly MappingRow[], protocol: Protocol): string {
  const lines = rows
    .filter((row) => hasLine(row, protocol))
    .map((row): CsvCell[] => [row.id, row.name, ...ruleOf(row, protocol)]);
  const header = ['characteristic_id', 'characteristic_name', ...COLUMNS[protocol]];
  return csvText([header, ...lines]);
}

/** By its header line: only nodes have ids. */
export const protocolOf = (csv: string): Protocol =>
  /^[^\r\n]*\bnode_id\b/.test(csv.trimStart()) ? 'opcua' : 'mqtt';

export interface ImportOutcome {
  total: number;
  imported: number;
  /** `line` as an editor counts, the header included. */
  failures: { row: number; line: number; reason: string }[];
}

export const outcomeOf = ({ total, imported, errors }: MappingImportResult): ImportOutcome => ({
  total,
  imported,
  failures: errors.map(({ row, reason }) => ({
    row,
    line: row + 1,
    reason: reason.replaceAll('Value error, ', ''),
  })),
});
