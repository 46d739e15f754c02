// Every query key of the application. Invalidating a prefix invalidates all below it, which is what the live updates use.
import type { ChartWindow } from './chart-window';
import type {
  AuditQuery,
  DeliveryQuery,
  MappingTemplate,
  OpcuaMappingQuery,
  RecalculateQuery,
  SampleListQuery,
  SetLimitsRequest,
  TagMappingQuery,
  ViolationListQuery,
  ViolationStatsQuery,
} from './types';

/** A change of limits that is asked for: from stored samples, or by hand. */
export type LimitsRequest =
  { kind: 'recalculate'; query: RecalculateQuery } | { kind: 'set'; body: SetLimitsRequest };

export const keys = {
  plants: ['plants'] as const,
  hierarchy: (plantId: number) => ['hierarchy', plantId] as const,
  characteristics: (plantId: number) => ['characteristics', plantId] as const,
  allCharacteristics: ['characteristics'] as const,
  chartData: (characteristicId: number, window?: ChartWindow) =>
    window
      ? (['chart-data', characteristicId, window] as const)
      : (['chart-data', characteristicId] as const),
  chartOverview: (characteristicId: number, window?: ChartWindow) =>
    window
      ? (['chart-overview', characteristicId, window] as const)
      : (['chart-overview', characteristicId] as const),
  rules: (characteristicId: number) => ['rules', characteristicId] as const,
  limitRevisions: (characteristicId: number) => ['limit-revisions', characteristicId] as const,
  limitsPreview: (characteristicId: number, request?: LimitsRequest) =>
    request
      ? (['limits-preview', characteristicId, request] as const)
      : (['limits-preview', characteristicId] as const),
  sample: (sampleId: number) => ['sample', sampleId] as const,
  sampleHistory: (sampleId: number) => ['sample', sampleId, 'history'] as const,
  samples: (query?: SampleListQuery, window: ChartWindow | null = null) =>
    query ? (['samples', query, window] as const) : (['samples'] as const),
  violations: (query?: ViolationListQuery, window: ChartWindow | null = null) =>
    query ? (['violations', query, window] as const) : (['violations'] as const),
  violationStats: (query?: ViolationStatsQuery, window: ChartWindow | null = null) =>
    query ? (['violation-stats', query, window] as const) : (['violation-stats'] as const),
  reasonCodes: ['reason-codes'] as const,
  brokers: ['brokers'] as const,
  brokerStatuses: ['broker-status'] as const,
  brokerStatus: (brokerId: number) => ['broker-status', brokerId] as const,
  topics: (brokerId: number, form: 'tree' | 'flat' = 'tree', search = '') =>
    ['topics', brokerId, form, search] as const,
  mappings: (query?: TagMappingQuery) => (query ? (['mappings', query] as const) : (['mappings'] as const)),
  templates: (plantId?: number) =>
    plantId === undefined ? (['mapping-templates'] as const) : (['mapping-templates', plantId] as const),
  templatePreview: (wanted?: MappingTemplate) =>
    wanted ? (['template-preview', wanted] as const) : (['template-preview'] as const),
  sparkplug: (brokerId: number) => ['sparkplug', brokerId] as const,
  sparkplugMetrics: (brokerId: number, group: string, node: string, device: string | null) =>
    ['sparkplug', brokerId, 'metrics', group, node, device] as const,
  opcuaServers: ['opcua-servers'] as const,
  opcuaStatuses: ['opcua-status'] as const,
  opcuaStatus: (serverId: number) => ['opcua-status', serverId] as const,
  opcuaMappings: (query?: OpcuaMappingQuery) =>
    query ? (['opcua-mappings', query] as const) : (['opcua-mappings'] as const),
  /** Without a node: the top of the address space. */
  opcuaNodes: (serverId: number, nodeId: string | null = null) => ['opcua-nodes', serverId, nodeId] as const,
  opcuaValue: (serverId: number, nodeId: string) => ['opcua-value', serverId, nodeId] as const,
  writableNodes: (serverId: number) => ['writable-nodes', serverId] as const,
  reactions: (serverId: number) => ['reactions', serverId] as const,
  certificates: ['opcua-certificates'] as const,
  channels: ['notification-channels'] as const,
  notificationRules: ['notification-rules'] as const,
  deliveries: (query?: DeliveryQuery) =>
    query ? (['notification-deliveries', query] as const) : (['notification-deliveries'] as const),
  mailServer: ['mail-server'] as const,
  users: ['users'] as const,
  userSessions: (userId: number) => ['users', userId, 'sessions'] as const,
  ownSessions: ['own-sessions'] as const,
  apiKeys: ['api-keys'] as const,
  auditTrail: (query: AuditQuery, window: ChartWindow | null) => ['audit-trail', query, window] as const,
  auditKinds: ['audit-kinds'] as const,
  preview: (brokerId: number, topic: string) => ['preview', brokerId, topic] as const,
};
