// Which branches of an address space are open, remembered as long as the tab lives: a reload shows what it showed before.

/** The last of the ids that a path is made of; ids may hold slashes, so it is remembered with the path. */
export type OpenRows = ReadonlyMap<string, string>;

const nameOf = (serverId: number): string => `openspc.open-nodes.${serverId}`;

const isRow = (entry: unknown): entry is [string, string] =>
  Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string');

export function loadOpenRows(serverId: number): OpenRows {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(nameOf(serverId)) ?? '[]');
    return new Map(Array.isArray(stored) ? stored.filter(isRow) : []);
  } catch {
    return new Map();
  }
}

export function storeOpenRows(serverId: number, rows: OpenRows): void {
  try {
    sessionStorage.setItem(nameOf(serverId), JSON.stringify([...rows]));
  } catch {
    // Without room or permission the tree begins closed.
  }
}
