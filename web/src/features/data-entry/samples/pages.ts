// Page arithmetic. Pure.

export const PAGE_SIZE = 20;

/** At least one, so that an empty list has a page too. */
export const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / PAGE_SIZE));

/** Numbers of the first and last row on a page, counting from 1; zero for an empty list. */
export function shownOf(page: number, total: number): { from: number; to: number } {
  return { from: Math.min((page - 1) * PAGE_SIZE + 1, total), to: Math.min(page * PAGE_SIZE, total) };
}
