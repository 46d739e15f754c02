// When a reading is beyond a limit. Pure. The server's spc/rounding.h decides alike.

/** A reading that equals its limit but for the last bits, as 0.1 + 0.2 does 0.3, lies on it. */
const allowance = (limit: number): number => 4 * Number.EPSILON * Math.abs(limit);

export const isAbove = (value: number, limit: number): boolean => value > limit + allowance(limit);
export const isBelow = (value: number, limit: number): boolean => value < limit - allowance(limit);
