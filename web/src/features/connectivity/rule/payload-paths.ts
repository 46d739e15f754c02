// What a sampled payload looks like, so that a form can offer its places instead of letting people type them. Pure.

export interface PayloadShape {
  format: 'number' | 'json' | 'text';
  /** Places of a JSON document that hold a number. */
  numbers: string[];
  /** All places that hold a number, a text or a truth value. */
  values: string[];
}

const MOST = 50;
const DEEPEST = 8;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Dotted where that is unambiguous, else a JSON Pointer (RFC 6901). */
function pathOf(parts: readonly string[]): string {
  const isPlain = parts.every((part) => part !== '' && !/[./~]/.test(part));
  if (isPlain) return parts.join('.');
  return parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && NUMBER.test(value.trim()));

export function shapeOf(payload: string): PayloadShape {
  const trimmed = payload.trim();
  if (NUMBER.test(trimmed)) return { format: 'number', numbers: [], values: [] };
  let document: unknown;
  try {
    document = JSON.parse(trimmed);
  } catch {
    return { format: 'text', numbers: [], values: [] };
  }
  const shape: PayloadShape = { format: 'json', numbers: [], values: [] };
  const visit = (value: unknown, parts: readonly string[]): void => {
    if (shape.values.length >= MOST || parts.length > DEEPEST) return;
    if (typeof value === 'object' && value !== null) {
      for (const [name, child] of Object.entries(value)) visit(child, [...parts, name]);
      return;
    }
    if (value === null || parts.length === 0) return;
    shape.values.push(pathOf(parts));
    if (isNumeric(value)) shape.numbers.push(pathOf(parts));
  };
  visit(document, []);
  return shape;
}
