// Page arithmetic. Pure.

/** At least one, so that an empty list has a page too. */
export const pagesOf = (total: number, size: number): number => Math.max(1, Math.ceil(total / size));

/** Numbers of the first and last row on a page, counting from 1; zero for an empty list. */
export function shownOf(page: number, total: number, size: number): { from: number; to: number } {
  return { from: Math.min((page - 1) * size + 1, total), to: Math.min(page * size, total) };
}
