// The rows of the table: every mapping, and every characteristic that has none. Pure.
import { type AddressRules, choice } from '@/shared/address/address-check';
import type { BrokerStatus, Characteristic, OpcuaStatus } from '@/shared/api/types';
import type { ConnectionStatus } from '@/shared/connectivity/connection-state';
import type { Source } from '@/shared/connectivity/source';
import { type SourceHealth, sourceHealth } from '@/shared/connectivity/source-health';
import { PROTOCOLS } from '../protocols';
import { serverKey } from '../servers';

export const SHOWN = ['all', ...PROTOCOLS, 'unmapped'] as const;
export type Shown = (typeof SHOWN)[number];

/** What the address of the table may hold. */
export const MAPPING_RULES: AddressRules = { show: choice(SHOWN) };

export const shownOf = (text: string | null): Shown => SHOWN.find((value) => value === text) ?? 'all';

interface RowBase {
  /** Of the characteristic. */
  id: number;
  name: string;
  /** Names from the plant's root down to the node of the characteristic. */
  path: string;
  subgroupSize: number | null;
  decimals: number;
}

export interface MappedRow extends RowBase {
  kind: 'mapped';
  source: Source;
  health: SourceHealth;
}

export interface UnmappedRow extends RowBase {
  kind: 'unmapped';
}

export type MappingRow = MappedRow | UnmappedRow;

interface Input {
  sources: readonly Source[];
  characteristics: readonly Characteristic[];
  brokerStatuses: readonly BrokerStatus[];
  opcuaStatuses: readonly OpcuaStatus[];
  pathOf: (characteristic: Characteristic) => string;
}

const byName = (a: MappingRow, b: MappingRow): number =>
  a.name.localeCompare(b.name, undefined, { numeric: true }) || a.id - b.id;

export function mappingRows(input: Input): MappingRow[] {
  const { sources, characteristics, pathOf } = input;
  const byId = new Map(characteristics.map((characteristic) => [characteristic.id, characteristic]));
  const statusByKey = new Map<string, ConnectionStatus>([
    ...input.brokerStatuses.map((status) => [serverKey('mqtt', status.broker_id), status] as const),
    ...input.opcuaStatuses.map((status) => [serverKey('opcua', status.server_id), status] as const),
  ]);
  const base = (characteristic: Characteristic | undefined) => ({
    path: characteristic ? pathOf(characteristic) : '',
    subgroupSize: characteristic?.subgroup_size ?? null,
    decimals: characteristic?.decimal_precision ?? 3,
  });
  const mapped = sources.map((source): MappedRow => ({
    kind: 'mapped',
    id: source.characteristicId,
    name: source.characteristicName,
    source,
    health: sourceHealth(source, statusByKey.get(serverKey(source.protocol, source.serverId ?? 0))),
    ...base(byId.get(source.characteristicId)),
  }));
  const taken = new Set(sources.map(({ characteristicId }) => characteristicId));
  const unmapped = characteristics
    .filter(({ id }) => !taken.has(id))
    .map((characteristic): UnmappedRow => ({
      kind: 'unmapped',
      id: characteristic.id,
      name: characteristic.name,
      ...base(characteristic),
    }));
  return [...mapped, ...unmapped].sort(byName);
}

const textOf = (row: MappingRow): string => {
  const source = row.kind === 'mapped' ? `${row.source.address} ${row.source.serverName ?? ''}` : '';
  return `${row.path} ${row.name} ${source}`.toLowerCase();
};

const isShown = (row: MappingRow, shown: Shown): boolean => {
  if (shown === 'all') return true;
  return row.kind === 'unmapped' ? shown === 'unmapped' : shown === row.source.protocol;
};

export function filterRows(rows: readonly MappingRow[], shown: Shown, search: string): MappingRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => isShown(row, shown) && words.every((word) => textOf(row).includes(word)));
}

export const countRows = (rows: readonly MappingRow[]): Record<Shown, number> =>
  Object.fromEntries(
    SHOWN.map((shown) => [shown, rows.filter((row) => isShown(row, shown)).length]),
  ) as Record<Shown, number>;
