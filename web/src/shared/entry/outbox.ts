// Samples that a person has entered and that the server has not confirmed yet, as a queue. Whoever types never waits: a
// finished subgroup goes in here, is kept by the browser, and goes out in the order of entry, one after the other, under a
// key of its own that keeps a repetition from being stored twice. Pure; the store beside it keeps it, the sender empties it.
import { ApiError, type FieldError, NetworkError } from '@/shared/api/errors';
import { z } from 'zod';
import type { EntryValues } from './entry-check';

const entrySchema = z.object({
  /** Identifies the sample to the server, and the entry here. */
  key: z.string(),
  /** Place in the queue; grows from entry to entry. */
  order: z.number(),
  /** Who entered it: it goes out under no other name. */
  owner: z.number(),
  characteristicId: z.number(),
  characteristicName: z.string(),
  /** As typed, to be corrected. */
  texts: z.array(z.string()),
  values: z.object({
    measurements: z.array(z.number()).nullable(),
    defect_count: z.number().nullable(),
    inspected_size: z.number().nullable(),
  }),
  batch: z.string().nullable(),
  operator: z.string().nullable(),
  /** As the person gave it; null for the moment of entry. */
  timestamp: z.string().nullable(),
  /** By this computer's clock, in milliseconds. */
  enteredAt: z.number(),
  /** Waiting for its turn or for an answer; asking whether a doubtful value is meant; refused by the server. */
  state: z.enum(['waiting', 'asking', 'refused']),
  reason: z.string(),
  refusedFields: z.array(z.object({ field: z.string(), message: z.string() })),
});

export type OutboxEntry = z.infer<typeof entrySchema>;
export type NewEntry = Pick<
  OutboxEntry,
  'characteristicId' | 'characteristicName' | 'texts' | 'values' | 'batch' | 'operator' | 'timestamp'
>;

/** What a form holds, in the form that is kept. */
export const keptValues = ({
  measurements = null,
  defect_count = null,
  inspected_size = null,
}: EntryValues): OutboxEntry['values'] => ({ measurements, defect_count, inspected_size });

/** What the browser kept, or null for what is no entry. */
export function parseKept(text: string | null): OutboxEntry | null {
  if (text === null) return null;
  try {
    return entrySchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** In the order of entry; of two tabs at the same moment the key decides, the same way in both. */
export const inOrder = (entries: readonly OutboxEntry[]): OutboxEntry[] =>
  [...entries].sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1));

export const lastOrder = (entries: readonly OutboxEntry[]): number =>
  entries.reduce((last, { order }) => Math.max(last, order), 0);

/** What goes out next. An entry that waits for its person lets the others pass. */
export const nextToSend = (entries: readonly OutboxEntry[], owner: number): OutboxEntry | null =>
  inOrder(entries).find((entry) => entry.owner === owner && entry.state === 'waiting') ?? null;

export type Failure =
  | { kind: 'again' } // it may have been stored or not: the same key tells
  | { kind: 'refused'; reason: string; fields: FieldError[] };

/** What a failed attempt means. Only a refusal is certain; trouble of network and server passes. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NetworkError || !(error instanceof ApiError)) return { kind: 'again' };
  const passes = error.status >= 500 || [401, 408, 425, 429].includes(error.status);
  return passes ? { kind: 'again' } : { kind: 'refused', reason: error.message, fields: error.fields };
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** How long to wait after so many failures in a row. */
export const pauseAfter = (failures: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20), LONGEST_PAUSE_MS);

/** An entry that is younger is measured when the server says it is. */
export const LATE_MS = 5_000;

interface Clocks {
  now: number;
  /** Server's clock minus this computer's, in milliseconds. */
  offset: number;
  /** Time of the newest sample of the characteristic that went out from here. */
  newest: string | undefined;
}

/**
 * The time of measurement to send. What had to wait is placed when it was entered, and never before what was entered
 * earlier, whatever the clocks say.
 */
export function timeToSend(entry: OutboxEntry, { now, offset, newest }: Clocks): string | null {
  if (entry.timestamp !== null) return entry.timestamp;
  if (now - entry.enteredAt < LATE_MS) return null;
  const after = newest === undefined ? -Infinity : Date.parse(newest) + 1;
  return new Date(Math.max(Math.min(entry.enteredAt, now) + offset, after)).toISOString();
}
