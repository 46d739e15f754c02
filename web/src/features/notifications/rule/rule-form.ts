// A rule as its form has it: texts for numbers, switches for what may be absent. Pure.
import type { NotificationRule, NotificationRuleBody, Severity } from '@/shared/api/types';

export const EVENTS = [
  'violation',
  'acknowledgement',
  'limits',
  'no_data',
  'data_resumed',
  'connection_lost',
  'connection_back',
] as const;
export type RuleEvent = (typeof EVENTS)[number];
export const RUN_RULES = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export const MAX_WINDOWS = 14;
export const MAX_LEVELS = 5;

export interface QuietWindow {
  days: number[];
  from: string;
  to: string;
}

export interface Level {
  after_minutes: string;
  channel_ids: number[];
}

export interface RuleValues {
  name: string;
  every_plant: boolean;
  is_enabled: boolean;
  events: RuleEvent[];
  severities: Severity[];
  rule_ids: number[];
  everywhere: boolean;
  node_ids: number[];
  characteristic_ids: number[];
  channel_ids: number[];
  repeat_minutes: string;
  no_data_minutes: string;
  connection_lost_seconds: string;
  broker_ids: number[];
  opcua_server_ids: number[];
  quiet: boolean;
  time_zone: string;
  windows: QuietWindow[];
  critical_breaks_through: boolean;
  levels: Level[];
}

export const NIGHT: QuietWindow = { days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' };

const isEvent = (event: string): event is RuleEvent => EVENTS.some((known) => known === event);

export function valuesOf(rule: NotificationRule | null, timeZone: string): RuleValues {
  return {
    name: rule?.name ?? '',
    every_plant: rule ? rule.plant_id === null : false,
    is_enabled: rule?.is_enabled ?? true,
    events: rule?.events.filter(isEvent) ?? ['violation'],
    severities: rule?.severities ?? ['WARNING', 'CRITICAL'],
    rule_ids: rule?.rule_ids ?? [],
    everywhere: rule ? rule.node_ids.length + rule.characteristic_ids.length === 0 : true,
    node_ids: rule?.node_ids ?? [],
    characteristic_ids: rule?.characteristic_ids ?? [],
    channel_ids: rule?.channel_ids ?? [],
    repeat_minutes: String(rule?.repeat_minutes ?? 60),
    no_data_minutes: String(rule?.no_data_minutes ?? 60),
    connection_lost_seconds: String(rule?.connection_lost_seconds ?? 60),
    broker_ids: rule?.broker_ids ?? [],
    opcua_server_ids: rule?.opcua_server_ids ?? [],
    quiet: rule?.quiet_hours != null,
    time_zone: rule?.quiet_hours?.time_zone ?? timeZone,
    windows: rule?.quiet_hours?.windows ?? [NIGHT],
    critical_breaks_through: rule?.quiet_hours?.critical_breaks_through ?? true,
    levels: (rule?.escalation ?? []).map(({ after_minutes, channel_ids }) => ({
      after_minutes: String(after_minutes),
      channel_ids,
    })),
  };
}

const isMinutes = (text: string, least: number): boolean =>
  /^\d{1,5}$/.test(text.trim()) && Number(text) >= least;

const LONGEST_SECONDS = 86_400;
const isSeconds = (text: string): boolean => isMinutes(text, 0) && Number(text) <= LONGEST_SECONDS;

/** What is wrong, by the server's own names of the fields; texts are keys of the translation. */
export type Problem = 'needed' | 'minutes' | 'seconds' | 'later' | 'scope';

export function problemsOf(values: RuleValues): Partial<Record<string, Problem>> {
  const problems: Partial<Record<string, Problem>> = {};
  if (values.name.trim() === '') problems.name = 'needed';
  if (values.events.length === 0) problems.events = 'needed';
  if (values.channel_ids.length === 0) problems.channel_ids = 'needed';
  if (tellsSignals(values) && values.severities.length === 0) problems.severities = 'needed';
  if (!isMinutes(values.repeat_minutes, 0)) problems.repeat_minutes = 'minutes';
  if (values.events.includes('no_data') && !isMinutes(values.no_data_minutes, 1))
    problems.no_data_minutes = 'minutes';
  if (tellsConnections(values) && !isSeconds(values.connection_lost_seconds))
    problems.connection_lost_seconds = 'seconds';
  if (!values.everywhere && values.node_ids.length + values.characteristic_ids.length === 0)
    problems.node_ids = 'scope';
  if (values.quiet)
    values.windows.forEach(({ days }, i) => {
      if (days.length === 0) problems[`quiet_hours.windows.${i}.days`] = 'needed';
    });
  values.levels.forEach(({ after_minutes, channel_ids }, i) => {
    const before = values.levels[i - 1];
    const field = `escalation.${i}.after_minutes`;
    if (!isMinutes(after_minutes, 1)) problems[field] = 'minutes';
    else if (before && Number(after_minutes) <= Number(before.after_minutes)) problems[field] = 'later';
    if (channel_ids.length === 0) problems[`escalation.${i}.channel_ids`] = 'needed';
  });
  return problems;
}

export const tellsSignals = ({ events }: Pick<RuleValues, 'events'>): boolean =>
  events.includes('violation') || events.includes('acknowledgement');

export const tellsConnections = ({ events }: Pick<RuleValues, 'events'>): boolean =>
  events.includes('connection_lost') || events.includes('connection_back');

/** Of the members that are about connections; without such an event the rule names none. */
const connectionsOf = (values: RuleValues) =>
  tellsConnections(values)
    ? {
        connection_lost_seconds: Number(values.connection_lost_seconds),
        broker_ids: values.broker_ids,
        opcua_server_ids: values.opcua_server_ids,
      }
    : {};

export function bodyOf(values: RuleValues, plantId: number | null): NotificationRuleBody {
  const { name, is_enabled, events, severities, rule_ids, everywhere, channel_ids } = values;
  return {
    name: name.trim(),
    plant_id: values.every_plant ? null : plantId,
    is_enabled,
    events,
    severities: severities.length > 0 ? severities : ['WARNING', 'CRITICAL'],
    rule_ids,
    node_ids: everywhere ? [] : values.node_ids,
    characteristic_ids: everywhere ? [] : values.characteristic_ids,
    channel_ids,
    repeat_minutes: Number(values.repeat_minutes),
    ...(events.includes('no_data') ? { no_data_minutes: Number(values.no_data_minutes) } : {}),
    ...connectionsOf(values),
    quiet_hours: values.quiet
      ? {
          time_zone: values.time_zone,
          windows: values.windows,
          critical_breaks_through: values.critical_breaks_through,
        }
      : null,
    escalation: values.levels.map(({ after_minutes, channel_ids: channels }) => ({
      after_minutes: Number(after_minutes),
      channel_ids: channels,
    })),
  };
}
