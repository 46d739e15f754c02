// The frames of /ws/samples, parsed: anything that does not fit is dropped here and never reaches a cache.
import { z } from 'zod/mini';
import type { ChartPoint, DispersionPoint } from '@/shared/api/types';

const id = z.int();

const hasSampleId = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'sample_id' in value;

const sample = z.object({
  type: z.literal('sample'),
  characteristic_id: id,
  sample: z.object({
    id,
    timestamp: z.string(),
    mean: z.number(),
    zone: z.string(),
    in_control: z.boolean(),
  }),
  // The server is trusted about the inner shape of its own chart points.
  point: z.custom<ChartPoint>(hasSampleId),
  dispersion: z.nullable(z.custom<DispersionPoint>(hasSampleId)),
});

const violation = z.object({
  type: z.literal('violation'),
  violation: z.object({
    id,
    sample_id: id,
    characteristic_id: id,
    rule_id: id,
    rule_name: z.string(),
    severity: z.enum(['WARNING', 'CRITICAL']),
  }),
});

const limitsUpdate = z.object({ type: z.literal('limits_update'), characteristic_id: id });

const ackUpdate = z.object({
  type: z.literal('ack_update'),
  violation_id: id,
  characteristic_id: z.optional(z.nullable(id)),
  ack_user: z.optional(z.nullable(z.string())),
  ack_reason: z.optional(z.nullable(z.string())),
});

/** Stored samples changed after the fact: edited, excluded, deleted, or placed into the past. */
const samplesChanged = z.object({ type: z.literal('samples_changed'), characteristic_id: id });

const reply = z.object({ type: z.enum(['subscribed', 'unsubscribed', 'pong', 'error']) });

const message = z.discriminatedUnion('type', [
  sample,
  violation,
  limitsUpdate,
  ackUpdate,
  samplesChanged,
  reply,
]);

export type LiveMessage = z.infer<typeof message>;
export type LiveEvent = Exclude<LiveMessage, z.infer<typeof reply>>;
export type SampleMessage = z.infer<typeof sample>;

/** A new sample as the charts draw it; nothing on the dispersion chart for a sample without a value there. */
export type LivePoint = Pick<SampleMessage, 'point' | 'dispersion'>;

export function parseMessage(text: string): LiveMessage | null {
  try {
    const parsed = message.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
