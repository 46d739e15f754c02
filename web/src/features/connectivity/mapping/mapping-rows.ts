// The rows of the table: every mapping, and every characteristic that has none. Pure.
import type { BrokerStatus, Characteristic, TagMapping } from '@/shared/api/types';
import { type SourceHealth, sourceHealth } from '@/shared/connectivity/source-health';
import { PROTOCOLS, type Protocol } from '../protocols';

export const SHOWN = ['all', ...PROTOCOLS, 'unmapped'] as const;
export type Shown = (typeof SHOWN)[number];

export const shownOf = (text: string | null): Shown => SHOWN.find((value) => value === text) ?? 'all';

interface RowBase {
  characteristicId: number;
  name: string;
  /** Names from the plant's root down to the node of the characteristic. */
  path: string;
  subgroupSize: number | null;
  decimals: number;
}

export interface MappedRow extends RowBase {
  kind: 'mapped';
  protocol: Protocol;
  mapping: TagMapping;
  health: SourceHealth;
}

export interface UnmappedRow extends RowBase {
  kind: 'unmapped';
}

export type MappingRow = MappedRow | UnmappedRow;

interface Input {
  mappings: readonly TagMapping[];
  characteristics: readonly Characteristic[];
  statuses: readonly BrokerStatus[];
  pathOf: (characteristic: Characteristic) => string;
}

const byName = (a: MappingRow, b: MappingRow): number =>
  a.name.localeCompare(b.name, undefined, { numeric: true }) || a.characteristicId - b.characteristicId;

export function mappingRows({ mappings, characteristics, statuses, pathOf }: Input): MappingRow[] {
  const byId = new Map(characteristics.map((characteristic) => [characteristic.id, characteristic]));
  const statusById = new Map(statuses.map((status) => [status.broker_id, status]));
  const base = (characteristic: Characteristic | undefined) => ({
    path: characteristic ? pathOf(characteristic) : '',
    subgroupSize: characteristic?.subgroup_size ?? null,
    decimals: characteristic?.decimal_precision ?? 3,
  });
  const mapped = mappings.map((mapping): MappedRow => ({
    kind: 'mapped',
    protocol: 'mqtt',
    characteristicId: mapping.characteristic_id,
    name: mapping.characteristic_name,
    mapping,
    health: sourceHealth(mapping, statusById.get(mapping.broker_id ?? 0)),
    ...base(byId.get(mapping.characteristic_id)),
  }));
  const taken = new Set(mappings.map(({ characteristic_id }) => characteristic_id));
  // A source of a protocol that this page does not know is a source all the same.
  const unmapped = characteristics
    .filter(({ id, data_source }) => !taken.has(id) && data_source?.type !== 'opcua')
    .map((characteristic): UnmappedRow => ({
      kind: 'unmapped',
      characteristicId: characteristic.id,
      name: characteristic.name,
      ...base(characteristic),
    }));
  return [...mapped, ...unmapped].sort(byName);
}

const textOf = (row: MappingRow): string => {
  const source = row.kind === 'mapped' ? `${row.mapping.mqtt_topic} ${row.mapping.broker_name ?? ''}` : '';
  return `${row.path} ${row.name} ${source}`.toLowerCase();
};

const isShown = (row: MappingRow, shown: Shown): boolean => {
  if (shown === 'all') return true;
  return row.kind === 'unmapped' ? shown === 'unmapped' : shown === row.protocol;
};

export function filterRows(rows: readonly MappingRow[], shown: Shown, search: string): MappingRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => isShown(row, shown) && words.every((word) => textOf(row).includes(word)));
}

export const countRows = (rows: readonly MappingRow[]): Record<Shown, number> =>
  Object.fromEntries(
    SHOWN.map((shown) => [shown, rows.filter((row) => isShown(row, shown)).length]),
  ) as Record<Shown, number>;
