// Where the values of a characteristic come from, whatever the protocol: what lists, counts and states need of a mapping,
// under one name each. Pure.
import type { OpcuaMapping, SparkplugState, TagMapping } from '@/shared/api/types';

interface SourceBase {
  characteristicId: number;
  characteristicName: string;
  /** Null: its server was deleted. */
  serverId: number | null;
  serverName: string | null;
  /** The topic, or the id of the node. */
  address: string;
  isActive: boolean;
  strategy: TagMapping['trigger_strategy'];
  trigger: string | null;
  received: number;
  samples: number;
  rejected: number;
  duplicates: number;
  pending: number;
  lastValue: number | null;
  lastReceivedAt: string | null;
  lastSampleAt: string | null;
  lastRejection: string | null;
  uncertain: number;
  /** Values whose own time is missing or not believed, and why the last one's is not. */
  timeFallbacks: number;
  lastTimeFallback: string | null;
  /** A machine's clock is steadily off. */
  clockProblem: string | null;
}

export interface TopicSource extends SourceBase {
  protocol: 'mqtt';
  mapping: TagMapping;
  peerState: SparkplugState | null;
  /** The peer's birth names no such metric. */
  metricProblem: string | null;
  /** Values that changed while their peer was away, which the mapping does not take. */
  birthsLeftOut: number;
  /** Samples that were closed before they were complete, to make room for those of other machines. */
  closedEarly: number;
}

export interface NodeSource extends SourceBase {
  protocol: 'opcua';
  mapping: OpcuaMapping;
  /** Why the server does not send the node's values. */
  problem: string | null;
}

export type Source = TopicSource | NodeSource;

export const topicSource = (mapping: TagMapping): TopicSource => ({
  protocol: 'mqtt',
  mapping,
  characteristicId: mapping.characteristic_id,
  characteristicName: mapping.characteristic_name,
  serverId: mapping.broker_id,
  serverName: mapping.broker_name,
  address: mapping.mqtt_topic,
  isActive: mapping.is_active,
  strategy: mapping.trigger_strategy,
  trigger: mapping.trigger_tag,
  received: mapping.messages_received,
  samples: mapping.samples_stored,
  rejected: mapping.rejected_count,
  duplicates: mapping.duplicates_dropped,
  pending: mapping.pending_values,
  lastValue: mapping.last_value,
  lastReceivedAt: mapping.last_message_at,
  lastSampleAt: mapping.last_sample_at,
  lastRejection: mapping.last_rejection,
  peerState: mapping.peer_state,
  metricProblem: mapping.metric_problem,
  uncertain: mapping.uncertain_count,
  timeFallbacks: mapping.time_fallback_count,
  lastTimeFallback: mapping.last_time_fallback,
  clockProblem: mapping.clock_problem,
  birthsLeftOut: mapping.birth_values_left_out,
  closedEarly: mapping.subgroups_closed_early,
});

export const nodeSource = (mapping: OpcuaMapping): NodeSource => ({
  protocol: 'opcua',
  mapping,
  characteristicId: mapping.characteristic_id,
  characteristicName: mapping.characteristic_name,
  serverId: mapping.server_id,
  serverName: mapping.server_name,
  address: mapping.node_id,
  isActive: mapping.is_active,
  strategy: mapping.trigger_strategy,
  trigger: mapping.trigger_node_id,
  received: mapping.values_received,
  samples: mapping.samples_stored,
  rejected: mapping.rejected_count,
  duplicates: mapping.duplicates_dropped,
  pending: mapping.pending_values,
  lastValue: mapping.last_value,
  lastReceivedAt: mapping.last_value_at,
  lastSampleAt: mapping.last_sample_at,
  lastRejection: mapping.last_rejection,
  problem: mapping.problem,
  uncertain: mapping.uncertain_count,
  timeFallbacks: mapping.time_fallback_count,
  lastTimeFallback: mapping.last_time_fallback,
  clockProblem: mapping.clock_problem,
});
