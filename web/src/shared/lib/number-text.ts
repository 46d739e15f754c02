// Numbers as people write and paste them. Pure.

/** What a text field holds: a number, nothing yet, or something that is not a number. */
export type NumberText = number | 'empty' | 'invalid';

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?$/i;

/** A comma may stand for the point and a typographic minus for the hyphen; groups of thousands are not guessed at. */
export function parseNumber(text: string): NumberText {
  const trimmed = text.trim().replace('\u2212', '-');
  if (trimmed === '') return 'empty';
  const value = NUMBER.test(trimmed) ? Number(trimmed.replace(',', '.')) : NaN;
  return Number.isFinite(value) ? value : 'invalid';
}

/**
 * The numbers of a pasted row, column or list. White space, semicolons and "comma, space" always separate. A comma alone
 * separates when it cannot be a decimal one: there are several in a row, or every part has a point of its own.
 */
export function splitNumbers(text: string): string[] {
  const parts = text.split(/[\s;|]+|,\s+/).filter(Boolean);
  return parts.flatMap((part) => {
    const pieces = part.split(',').filter(Boolean);
    const separates =
      pieces.length > 2 || (pieces.length === 2 && pieces.every((piece) => piece.includes('.')));
    return separates ? pieces : [part.replace(/,$/, '')];
  });
}
