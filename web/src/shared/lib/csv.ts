// Text for spreadsheets. A spreadsheet takes a cell that begins with = + - @ for a formula, whoever wrote it: such a text
// gets an apostrophe before it, which our own import takes away again. Numbers stay numbers. Pure.

export type CsvCell = string | number | boolean | null;

/** Apostrophes before it count as well, so that the import gives back what was there. */
const shielded = (text: string): string => (/^'*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);

const cell = (value: CsvCell): string => {
  if (value === null) return '';
  const text = typeof value === 'string' ? shielded(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const csvText = (lines: readonly (readonly CsvCell[])[]): string =>
  lines.map((line) => line.map(cell).join(',')).join('\r\n');
