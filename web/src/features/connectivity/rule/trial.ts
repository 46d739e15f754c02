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
  /** Why its own time does not count, when it was to have one. */
  timeProblem: string | null;
  isUncertain: boolean;
}

/** What would be stored. */
export interface TrialSample {
  at: string;
  /** The topic of its readings, where the mapping tells several apart. */
  source: string | null;
  values: number[];
  /** Why it would be refused. */
  problem: string | null;
}

export interface Trial {
  kind: 'messages' | 'values';
  total: number;
  readable: number;
  /** In the order of arrival. */
  readings: TrialReading[];
  /** What is odd about all of them together. */
  warnings: string[];
  /** None where a trial does not say. */
  samples: { stored: number; pending: number; list: TrialSample[] } | null;
}

type Extra = TrialReading['extras'][number];
const extra = (kind: Extra['kind'], value: string | null): Extra[] => (value ? [{ kind, value }] : []);

const warnings = (...problems: (string | null)[]) => problems.filter((problem) => problem !== null);

const samplesOf = (
  trial: Pick<TagTrial, 'sample_count' | 'pending_values' | 'samples'>,
): NonNullable<Trial['samples']> => ({
  stored: trial.sample_count,
  pending: trial.pending_values,
  list: trial.samples.map(({ timestamp, source, values, problem }) => ({
    at: timestamp,
    source,
    values,
    problem,
  })),
});

export const trialOfTopic = ({ message_count, readable_count, readings, ...trial }: TagTrial): Trial => ({
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
    timeProblem: reading.time_problem,
    isUncertain: reading.is_uncertain,
  })),
  warnings: warnings(trial.clock_problem, trial.identity_problem),
  samples: samplesOf(trial),
});

export const trialOfNode = ({ value_count, readable_count, readings, ...trial }: OpcuaTrial): Trial => ({
  kind: 'values',
  total: value_count,
  readable: readable_count,
  readings: readings.map((reading) => ({
    at: reading.timestamp,
    value: reading.value,
    problem: reading.problem,
    raw: `${reading.data_type} ${JSON.stringify(reading.raw_value)}`,
    extras: extra('quality', reading.status_code === 'Good' ? null : reading.status_code),
    timeProblem: reading.time_problem,
    isUncertain: false,
  })),
  warnings: warnings(trial.clock_problem, trial.identity_problem, trial.change_problem),
  samples: samplesOf(trial),
});
