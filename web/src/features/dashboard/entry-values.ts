export interface ParsedEntry {
  values: number[];
  /** Index of the first text that is not a number. */
  badIndex: number | null;
}

/** Numbers as people type them: a comma may stand for the point, empty fields at any place are left out. */
export function parseEntry(texts: readonly string[]): ParsedEntry {
  const values: number[] = [];
  for (const [index, text] of texts.entries()) {
    const trimmed = text.trim().replace(',', '.');
    if (trimmed === '') continue;
    const value = Number(trimmed);
    if (!Number.isFinite(value)) return { values, badIndex: index };
    values.push(value);
  }
  return { values, badIndex: null };
}
