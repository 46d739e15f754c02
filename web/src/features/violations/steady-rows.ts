// Rows that keep their places while somebody works on them. Pure. What was acknowledged meanwhile changes in place, and what
// is new waits outside until it is asked for.
import type { Violation } from '@/shared/api/types';

export type Acknowledgement = Partial<Pick<Violation, 'ack_user' | 'ack_reason' | 'ack_timestamp'>> & {
  acknowledged: true;
};
export type Acknowledgements = ReadonlyMap<number, Acknowledgement>;

/** The held rows in their order, each with the newest that is known about it. */
export function steadyRows(
  held: readonly Violation[],
  fresh: readonly Violation[],
  acknowledgements: Acknowledgements,
): Violation[] {
  const freshById = new Map(fresh.map((row) => [row.id, row]));
  return held.map((row) => ({ ...(freshById.get(row.id) ?? row), ...acknowledgements.get(row.id) }));
}

/** How many fresh rows were raised after the held ones. */
export function countArrivals(held: readonly Violation[], fresh: readonly Violation[]): number {
  const newest = Math.max(0, ...held.map(({ id }) => id));
  return fresh.filter(({ id }) => id > newest).length;
}
