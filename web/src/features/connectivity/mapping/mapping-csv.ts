// Mappings as a table to be filled in with a spreadsheet, and what became of it. Pure.
import type { TagImportResult } from '@/shared/api/types';
import type { MappingRow } from './mapping-rows';

/** The columns of an import. The name is for people; the server goes by the id. */
export const COLUMNS = [
  'characteristic_id',
  'characteristic_name',
  'broker_id',
  'mqtt_topic',
  'payload_format',
  'value_path',
  'timestamp_path',
  'batch_path',
  'operator_path',
  'serial_path',
  'pattern',
  'trigger_strategy',
  'trigger_tag',
  'dead_band',
  'timeout_seconds',
  'is_active',
] as const;

type Cell = string | number | boolean | null;

const cell = (value: Cell): string => {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const cellsOf = (row: MappingRow): Cell[] =>
  COLUMNS.map((column) => {
    if (column === 'characteristic_id') return row.characteristicId;
    // Never read back; a text that a spreadsheet would take for a formula is made harmless.
    if (column === 'characteristic_name') return /^[=+\-@\t]/.test(row.name) ? `'${row.name}` : row.name;
    return row.kind === 'mapped' && row.source.protocol === 'mqtt' ? row.source.mapping[column] : null;
  });

/** An import maps topics: a line for a node would take its place. */
const hasLine = (row: MappingRow): boolean => row.kind === 'unmapped' || row.source.protocol === 'mqtt';

/** Every characteristic with its mapping; those without have theirs to be filled in. */
export const mappingsCsv = (rows: readonly MappingRow[]): string =>
  [COLUMNS.join(','), ...rows.filter(hasLine).map((row) => cellsOf(row).map(cell).join(','))].join('\r\n');

export interface ImportOutcome {
  total: number;
  imported: number;
  /** `line` as an editor counts, the header included. */
  failures: { row: number; line: number; reason: string }[];
}

export const outcomeOf = ({ total, imported, errors }: TagImportResult): ImportOutcome => ({
  total,
  imported,
  failures: errors.map(({ row, reason }) => ({
    row,
    line: row + 1,
    reason: reason.replaceAll('Value error, ', ''),
  })),
});
