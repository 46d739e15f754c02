// The mapping of an OPC UA node as an engineer types it, checked and turned into requests. Pure. Fields are named as the
// members of the API, so that a refusal finds its field. Messages are translation keys below connectivity:node.problems.
import type {
  OpcuaMapping,
  OpcuaMappingCreate,
  OpcuaMappingUpdate,
  OpcuaTrialRequest,
} from '@/shared/api/types';
import { parseNumber } from '@/shared/lib/number-text';
import { z } from 'zod/mini';
import { STRATEGIES } from '../rule/rule-form';
import { emptyValue, toValueMembers, valueFormOf, type ValueProblem, valueShape } from '../rule/value-rule';

export type NodeProblem =
  | ValueProblem
  | 'characteristicMissing'
  | 'serverMissing'
  | 'nodeMissing'
  | 'changeMissing'
  | 'nodeInvalid'
  | 'triggerMissing'
  | 'deadBand'
  | 'timeout'
  | 'sampling'
  | 'publishing'
  | 'queue'
  | 'tooLong';

const key = (problem: NodeProblem) => problem;

export const CHANGE_TRIGGERS = ['value', 'value_or_time'] as const;
/** What the server is asked for; seldom changed. */
export const FINE_FIELDS = ['sampling_interval', 'publishing_interval', 'queue_size'] as const;

/** i=85, ns=2;s=Line1.Bore, nsu=urn:machine;s=Line1.Bore, g= and b= likewise. */
export const isNodeId = (text: string): boolean =>
  /^(ns=\d{1,5};|nsu=[^;]+;)?(i=\d{1,10}|s=.+|g=[0-9a-f-]{36}|b=[0-9a-z+/=]+)$/i.test(text);

const nodeId = z.string().check(
  z.trim(),
  z.maxLength(500, key('tooLong')),
  z.refine((typed) => typed.trim() === '' || isNodeId(typed.trim()), key('nodeInvalid')),
);
const positiveId = (problem: NodeProblem) =>
  z.nullable(z.number()).check(z.refine((id) => id !== null, key(problem)));
/** Empty: as the server is set up. */
const wholeOrEmpty = (low: number, high: number, problem: NodeProblem) =>
  z.string().check(
    z.refine((typed) => {
      const value = parseNumber(typed);
      return value === 'empty' || (Number.isInteger(value) && Number(value) >= low && Number(value) <= high);
    }, key(problem)),
  );

export const nodeForm = z
  .object({
    characteristic_id: positiveId('characteristicMissing'),
    server_id: positiveId('serverMissing'),
    node_id: nodeId,
    change_trigger: z
      .enum(['', ...CHANGE_TRIGGERS])
      .check(z.refine((chosen) => chosen !== '', key('changeMissing'))),
    dead_band: z.string().check(
      z.refine((typed) => {
        const value = parseNumber(typed);
        return value === 'empty' || (typeof value === 'number' && value >= 0);
      }, key('deadBand')),
    ),
    sampling_interval: wholeOrEmpty(0, 60_000, 'sampling'),
    publishing_interval: wholeOrEmpty(50, 60_000, 'publishing'),
    queue_size: wholeOrEmpty(1, 10_000, 'queue'),
    take_initial_value: z.boolean(),
    every_value_counts: z.boolean(),
    ...valueShape,
    trigger_strategy: z.enum(STRATEGIES),
    trigger_node_id: nodeId,
    timeout_seconds: z.string().check(
      z.refine((typed) => {
        const value = parseNumber(typed);
        return typeof value === 'number' && value >= 1 && value <= 86_400;
      }, key('timeout')),
    ),
  })
  .check(
    z.refine(({ node_id }) => node_id.trim() !== '', { path: ['node_id'], error: key('nodeMissing') }),
    z.refine(
      ({ trigger_strategy, trigger_node_id }) =>
        trigger_strategy !== 'on_trigger' || trigger_node_id.trim() !== '',
      { path: ['trigger_node_id'], error: key('triggerMissing') },
    ),
  );

export type NodeForm = z.infer<typeof nodeForm>;

export const emptyNode: NodeForm = {
  characteristic_id: null,
  server_id: null,
  node_id: '',
  change_trigger: '',
  dead_band: '',
  sampling_interval: '',
  publishing_interval: '',
  queue_size: '100',
  take_initial_value: false,
  every_value_counts: false,
  trigger_strategy: 'on_change',
  trigger_node_id: '',
  timeout_seconds: '60',
  ...emptyValue,
};

const textOf = (value: number | null): string => (value === null ? '' : String(value));

export const nodeOf = (mapping: OpcuaMapping): NodeForm => ({
  characteristic_id: mapping.characteristic_id,
  server_id: mapping.server_id,
  node_id: mapping.node_id,
  change_trigger: mapping.change_trigger,
  dead_band: textOf(mapping.dead_band),
  sampling_interval: textOf(mapping.sampling_interval),
  publishing_interval: textOf(mapping.publishing_interval),
  queue_size: String(mapping.queue_size),
  take_initial_value: mapping.take_initial_value,
  every_value_counts: mapping.every_value_counts,
  trigger_strategy: mapping.trigger_strategy,
  trigger_node_id: mapping.trigger_node_id ?? '',
  timeout_seconds: String(mapping.timeout_seconds),
  ...valueFormOf(mapping),
});

const numberOrNull = (typed: string): number | null => {
  const value = parseNumber(typed);
  return typeof value === 'number' ? value : null;
};

const rule = (form: NodeForm) => ({
  node_id: form.node_id.trim(),
  change_trigger: form.change_trigger === '' ? ('value' as const) : form.change_trigger,
  dead_band: numberOrNull(form.dead_band),
  sampling_interval: numberOrNull(form.sampling_interval),
  publishing_interval: numberOrNull(form.publishing_interval),
  queue_size: numberOrNull(form.queue_size) ?? 100,
  take_initial_value: form.take_initial_value,
  every_value_counts: form.every_value_counts,
  ...toValueMembers(form),
});

const trigger = (form: NodeForm) => ({
  trigger_strategy: form.trigger_strategy,
  trigger_node_id: form.trigger_strategy === 'on_trigger' ? form.trigger_node_id.trim() : null,
  timeout_seconds: numberOrNull(form.timeout_seconds) ?? 60,
});

/** `before`: the mapping that is edited; whether it is switched on, this form does not show. */
export const toUpdate = (form: NodeForm, before: OpcuaMapping | null): OpcuaMappingUpdate => ({
  ...rule(form),
  ...trigger(form),
  is_active: before?.is_active ?? true,
});

export const toCreate = (form: NodeForm, before: OpcuaMapping | null): OpcuaMappingCreate => ({
  ...toUpdate(form, before),
  characteristic_id: form.characteristic_id ?? 0,
});

export const toTrial = (form: NodeForm): OpcuaTrialRequest => ({
  ...rule(form),
  ...trigger(form),
  characteristic_id: form.characteristic_id,
});
