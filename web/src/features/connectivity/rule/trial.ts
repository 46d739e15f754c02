// What a trial on live data found, the same for both protocols. Pure.
import type { OpcuaTrial, TagTrial } from '@/shared/api/types';

export interface TrialReading {
  /** When it arrived, or when it was measured. */
  at: string | null;
  value: number | null;
  problem: string | null;
  /** As it came. */
  raw: string;
  extras: { kind: 'time' | 'batch' | 'operator' | 'serial' | 'quality'; value: string }[];
}

export interface Trial {
  kind: 'messages' | 'values';
  total: number;
  readable: number;
  /** In the order of arrival. */
  readings: TrialReading[];
}

type Extra = TrialReading['extras'][number];
const extra = (kind: Extra['kind'], value: string | null): Extra[] => (value ? [{ kind, value }] : []);

export const trialOfTopic = ({ message_count, readable_count, readings }: TagTrial): Trial => ({
  kind: 'messages',
  total: message_count,
  readable: readable_count,
  readings: readings.map((reading) => ({
    at: reading.received_at,
    value: reading.value,
    problem: reading.problem,
    raw: reading.raw_payload,
    extras: [
      ...extra('time', reading.timestamp),
      ...extra('batch', reading.batch_number),
      ...extra('operator', reading.operator_id),
      ...extra('serial', reading.serial_number),
    ],
  })),
});

export const trialOfNode = ({ value_count, readable_count, readings }: OpcuaTrial): Trial => ({
  kind: 'values',
  total: value_count,
  readable: readable_count,
  readings: readings.map((reading) => ({
    at: reading.timestamp,
    value: reading.value,
    problem: reading.problem,
    raw: `${reading.data_type} ${JSON.stringify(reading.raw_value)}`,
    extras: extra('quality', reading.status_code === 'Good' ? null : reading.status_code),
  })),
});
