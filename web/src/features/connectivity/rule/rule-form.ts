// A mapping as an engineer types it: which messages, how they become readings, and when readings become a sample. Checked
// and turned into requests. Pure. Fields are named as the members of the API, so that a refusal finds its field. Messages
// are translation keys below connectivity:rule.problems.
import type { TagMapping, TagMappingCreate, TagTrialRequest } from '@/shared/api/types';
import { parseNumber } from '@/shared/lib/number-text';
import { z } from 'zod/mini';
import { emptyValue, toValueMembers, valueFormOf, type ValueProblem, valueShape } from './value-rule';

export type RuleProblem =
  | ValueProblem
  | 'characteristicMissing'
  | 'serverMissing'
  | 'topicMissing'
  | 'topicInvalid'
  | 'metricMissing'
  | 'triggerMissing'
  | 'patternMissing'
  | 'deadBand'
  | 'timeout'
  | 'timeZone'
  | 'sequenceTime'
  | 'tooLong';

const key = (problem: RuleProblem) => problem;

export const FORMATS = ['number', 'json', 'text'] as const;
export const STRATEGIES = ['on_change', 'on_trigger', 'on_timer'] as const;
export const TIMESTAMP_FORMATS = ['iso', 'day_first', 'month_first'] as const;
export const EXTRA_PATHS = [
  'timestamp_path',
  'batch_path',
  'operator_path',
  'serial_path',
  'sequence_path',
] as const;

/** A topic, or a filter: + stands for a whole level, # for all levels from there on and therefore last. */
export const isTopicFilter = (topic: string): boolean =>
  topic !== '' &&
  topic.split('/').every((level, index, levels) => {
    if (level === '#') return index === levels.length - 1;
    return level === '+' || !/[+#]/.test(level);
  });

/** A topic that leaves open where messages come from. */
export const hasWildcard = (topic: string): boolean => /[+#]/.test(topic);

/** Of those that the browser knows; the server knows its own. */
const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** Sparkplug payloads hold metrics by name; format and paths say nothing about them. */
export const isSparkplug = (topic: string): boolean => topic.trim().startsWith('spBv1.0/');

const text = z.string().check(z.trim(), z.maxLength(500, key('tooLong')));
const positiveId = (problem: RuleProblem) =>
  z.nullable(z.number()).check(z.refine((id) => id !== null, key(problem)));

export const ruleForm = z
  .object({
    characteristic_id: positiveId('characteristicMissing'),
    broker_id: positiveId('serverMissing'),
    mqtt_topic: text,
    metric_name: z.string().check(z.trim(), z.maxLength(255, key('tooLong'))),
    payload_format: z.enum(FORMATS),
    value_path: text,
    timestamp_path: text,
    batch_path: text,
    operator_path: text,
    serial_path: text,
    sequence_path: text,
    pattern: text,
    timestamp_format: z.enum(TIMESTAMP_FORMATS),
    time_zone: z.string().check(
      z.trim(),
      z.refine((typed) => typed.trim() === '' || isTimeZone(typed.trim()), key('timeZone')),
    ),
    every_message_counts: z.boolean(),
    trigger_strategy: z.enum(STRATEGIES),
    trigger_tag: text,
    dead_band: z.string().check(
      z.refine((typed) => {
        const value = parseNumber(typed);
        return value === 'empty' || (typeof value === 'number' && value >= 0);
      }, key('deadBand')),
    ),
    timeout_seconds: z.string().check(
      z.refine((typed) => {
        const value = parseNumber(typed);
        return typeof value === 'number' && value >= 1 && value <= 86_400;
      }, key('timeout')),
    ),
    subgroup_across_sources: z.boolean(),
    take_birth_values: z.boolean(),
    ...valueShape,
  })
  .check(
    z.refine(({ mqtt_topic }) => mqtt_topic.trim() !== '', {
      path: ['mqtt_topic'],
      error: key('topicMissing'),
    }),
    z.refine(({ mqtt_topic }) => mqtt_topic.trim() === '' || isTopicFilter(mqtt_topic.trim()), {
      path: ['mqtt_topic'],
      error: key('topicInvalid'),
    }),
    z.refine(({ mqtt_topic, metric_name }) => !isSparkplug(mqtt_topic) || metric_name.trim() !== '', {
      path: ['metric_name'],
      error: key('metricMissing'),
    }),
    z.refine(
      ({ trigger_strategy, trigger_tag }) => trigger_strategy !== 'on_trigger' || trigger_tag.trim() !== '',
      {
        path: ['trigger_tag'],
        error: key('triggerMissing'),
      },
    ),
    z.refine(
      ({ mqtt_topic, payload_format, pattern }) =>
        payload_format !== 'text' || isSparkplug(mqtt_topic) || pattern.trim() !== '',
      { path: ['pattern'], error: key('patternMissing') },
    ),
    z.refine(
      ({ payload_format, sequence_path, timestamp_path }) =>
        payload_format !== 'json' || sequence_path.trim() === '' || timestamp_path.trim() !== '',
      { path: ['sequence_path'], error: key('sequenceTime') },
    ),
  );

export type RuleForm = z.infer<typeof ruleForm>;

export const emptyRule: RuleForm = {
  characteristic_id: null,
  broker_id: null,
  mqtt_topic: '',
  metric_name: '',
  payload_format: 'number',
  value_path: '',
  timestamp_path: '',
  batch_path: '',
  operator_path: '',
  serial_path: '',
  sequence_path: '',
  pattern: '',
  timestamp_format: 'iso',
  time_zone: '',
  every_message_counts: false,
  trigger_strategy: 'on_change',
  trigger_tag: '',
  dead_band: '',
  timeout_seconds: '60',
  subgroup_across_sources: false,
  take_birth_values: false,
  ...emptyValue,
};

export const ruleOf = (mapping: TagMapping): RuleForm => ({
  characteristic_id: mapping.characteristic_id,
  broker_id: mapping.broker_id,
  mqtt_topic: mapping.mqtt_topic,
  metric_name: mapping.metric_name ?? '',
  payload_format: mapping.payload_format,
  value_path: mapping.value_path ?? '',
  timestamp_path: mapping.timestamp_path ?? '',
  batch_path: mapping.batch_path ?? '',
  operator_path: mapping.operator_path ?? '',
  serial_path: mapping.serial_path ?? '',
  sequence_path: mapping.sequence_path ?? '',
  pattern: mapping.pattern ?? '',
  timestamp_format: mapping.timestamp_format,
  time_zone: mapping.time_zone ?? '',
  every_message_counts: mapping.every_message_counts,
  trigger_strategy: mapping.trigger_strategy,
  trigger_tag: mapping.trigger_tag ?? '',
  dead_band: mapping.dead_band === null ? '' : String(mapping.dead_band),
  timeout_seconds: String(mapping.timeout_seconds),
  subgroup_across_sources: mapping.subgroup_across_sources,
  take_birth_values: mapping.take_birth_values,
  ...valueFormOf(mapping),
});

const orNull = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());
const numberOrNull = (typed: string): number | null => {
  const value = parseNumber(typed);
  return typeof value === 'number' ? value : null;
};

/** What the topic and the chosen format use: paths count for JSON, the pattern for text, neither for Sparkplug. */
const payloadRule = (rule: RuleForm) => {
  const sparkplug = isSparkplug(rule.mqtt_topic);
  const isJson = !sparkplug && rule.payload_format === 'json';
  const path = (typed: string) => (isJson ? orNull(typed) : null);
  return {
    metric_name: orNull(rule.metric_name),
    payload_format: sparkplug ? ('number' as const) : rule.payload_format,
    value_path: path(rule.value_path),
    timestamp_path: path(rule.timestamp_path),
    batch_path: path(rule.batch_path),
    operator_path: path(rule.operator_path),
    serial_path: path(rule.serial_path),
    sequence_path: path(rule.sequence_path),
    timestamp_format: isJson ? rule.timestamp_format : ('iso' as const),
    time_zone: path(rule.time_zone),
    every_message_counts: rule.every_message_counts && (sparkplug || path(rule.timestamp_path) !== null),
    pattern: !sparkplug && rule.payload_format === 'text' ? orNull(rule.pattern) : null,
    ...toValueMembers(rule),
  };
};

/** When readings become a sample, and which readings. Options that the topic has no use for are off. */
const triggerRule = (rule: RuleForm) => ({
  trigger_strategy: rule.trigger_strategy,
  trigger_tag: rule.trigger_strategy === 'on_trigger' ? orNull(rule.trigger_tag) : null,
  dead_band: numberOrNull(rule.dead_band),
  timeout_seconds: numberOrNull(rule.timeout_seconds) ?? 60,
  subgroup_across_sources: hasWildcard(rule.mqtt_topic) && rule.subgroup_across_sources,
  take_birth_values: isSparkplug(rule.mqtt_topic) && rule.take_birth_values,
});

/** `before`: the mapping that is edited. What this form does not show stays as it was. */
export const toMapping = (rule: RuleForm, before: TagMapping | null): TagMappingCreate => ({
  ...payloadRule(rule),
  characteristic_id: rule.characteristic_id ?? 0,
  broker_id: rule.broker_id ?? 0,
  mqtt_topic: rule.mqtt_topic.trim(),
  ...triggerRule(rule),
  is_active: before?.is_active ?? true,
});

export const toTrial = (rule: RuleForm): TagTrialRequest => ({
  ...payloadRule(rule),
  ...triggerRule(rule),
  characteristic_id: rule.characteristic_id,
  broker_id: rule.broker_id ?? 0,
  mqtt_topic: rule.mqtt_topic.trim(),
});
