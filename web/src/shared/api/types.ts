// Names for the shapes on the wire. Everything is derived from the paths of the generated schema, never from its
// component names, so that regenerating it from the server's own document needs no change here.
import type { paths } from './schema.gen';

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;
type Success<T> = T extends { responses: infer R } ? Json<R[keyof R & (200 | 201)]> : never;
type RequestBody<T> = T extends { requestBody?: infer B } ? Json<NonNullable<B>> : never;
type Query<T> = T extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;

export type LoginReply = Success<paths['/api/v1/auth/login']['post']>;
export type TokenReply = Success<paths['/api/v1/auth/refresh']['post']>;
export type CurrentUser = Success<paths['/api/v1/auth/me']['get']>;
export type PlantRole = CurrentUser['plant_roles'][number];
/** A role as held at a plant; the schema's `none` stands for routes that need none. */
export type RoleName = Exclude<PlantRole['role'], 'none'>;

export type OwnAccountUpdate = RequestBody<paths['/api/v1/auth/me']['patch']>;
/** A sign-in that stands. */
export type Session = Success<paths['/api/v1/auth/sessions']['get']>[number];

export type User = Success<paths['/api/v1/users/']['get']>[number];
export type UserCreate = RequestBody<paths['/api/v1/users/']['post']>;
export type UserUpdate = RequestBody<paths['/api/v1/users/{user_id}']['patch']>;
export type UserBranches = RequestBody<paths['/api/v1/users/{user_id}/branches']['put']>;
export type DeskRole = User['desk_role'];

export type ApiKey = Success<paths['/api/v1/api-keys/']['get']>[number];
export type ApiKeyCreate = RequestBody<paths['/api/v1/api-keys/']['post']>;
export type ApiKeyCreated = Success<paths['/api/v1/api-keys/']['post']>;
export type ApiKeyUpdate = RequestBody<paths['/api/v1/api-keys/{key_id}']['patch']>;
export type KeyPurpose = ApiKey['purpose'];
export type KeyScope = ApiKey['scope'];

export type Plant = Success<paths['/api/v1/plants/']['get']>[number];
export type HierarchyTreeNode = Success<paths['/api/v1/plants/{plant_id}/hierarchies/']['get']>[number];
export type HierarchyNodeCreate = RequestBody<paths['/api/v1/plants/{plant_id}/hierarchies/']['post']>;

export type Characteristic = Success<paths['/api/v1/characteristics/{char_id}']['get']>;
export type CharacteristicCreate = RequestBody<paths['/api/v1/characteristics/']['post']>;
export type DataType = NonNullable<Characteristic['data_type']>;
export type SubgroupMode = Characteristic['subgroup_mode'];

export type ChartData = Success<paths['/api/v1/characteristics/{char_id}/chart-data']['get']>;
export type ChartColumns = Success<paths['/api/v1/characteristics/{char_id}/chart-data/columns']['get']>;
export type ChartOverview = Success<paths['/api/v1/characteristics/{char_id}/chart-overview']['get']>;
export type OverviewPoint = ChartOverview['points'][number];
export type ChartPoint = ChartData['data_points'][number];
export type PointViolation = NonNullable<ChartPoint['violations']>[number];
export type ChartType = 'xbar_r' | 'xbar_s' | 'i_mr' | 'p' | 'np' | 'c' | 'u';
export type Severity = 'WARNING' | 'CRITICAL';
export type Dispersion = NonNullable<ChartData['dispersion']>;
export type DispersionPoint = Dispersion['points'][number];
export type Capability = NonNullable<ChartData['capability']>;
export type Histogram = NonNullable<ChartData['histogram']>;
export type ZoneName = ChartPoint['zone'];

export type Stage = ChartData['stages'][number];
export type Statistic = ChartData['statistic'];
export type LimitsPreview = Success<
  paths['/api/v1/characteristics/{char_id}/recalculate-limits/preview']['post']
>;
export type RuleSwitch = Success<paths['/api/v1/characteristics/{char_id}/rules']['get']>[number];
export type SetLimitsRequest = RequestBody<paths['/api/v1/characteristics/{char_id}/set-limits']['post']>;

export type RecalculateQuery = Query<paths['/api/v1/characteristics/{char_id}/recalculate-limits']['post']>;
export type RecalculateReply = Success<paths['/api/v1/characteristics/{char_id}/recalculate-limits']['post']>;

export type Sample = Success<paths['/api/v1/samples/{sample_id}']['get']>;
export type SamplePage = Success<paths['/api/v1/samples/']['get']>;
export type SampleListQuery = Query<paths['/api/v1/samples/']['get']>;
export type SampleCreate = RequestBody<paths['/api/v1/samples/']['post']>;
export type SampleResult = Success<paths['/api/v1/samples/']['post']>;
export type SampleUpdate = RequestBody<paths['/api/v1/samples/{sample_id}']['put']>;
export type SampleEdit = Success<paths['/api/v1/samples/{sample_id}/history']['get']>[number];

export type ViolationPage = Success<paths['/api/v1/violations/']['get']>;
export type Violation = NonNullable<ViolationPage['items']>[number];
export type ViolationListQuery = Query<paths['/api/v1/violations/']['get']>;
export type ViolationStats = Success<paths['/api/v1/violations/stats']['get']>;
export type ViolationStatsQuery = Query<paths['/api/v1/violations/stats']['get']>;
export type ViolationAck = RequestBody<paths['/api/v1/violations/{violation_id}/acknowledge']['post']>;
export type ViolationBatchAck = RequestBody<paths['/api/v1/violations/batch-acknowledge']['post']>;
export type ViolationBatchAckReply = Success<paths['/api/v1/violations/batch-acknowledge']['post']>;

export type BrokerPage = Success<paths['/api/v1/brokers/']['get']>;
export type Broker = BrokerPage['items'][number];
export type BrokerCreate = RequestBody<paths['/api/v1/brokers/']['post']>;
export type BrokerUpdate = RequestBody<paths['/api/v1/brokers/{broker_id}']['patch']>;
export type BrokerStatus = Success<paths['/api/v1/brokers/all/status']['get']>['states'][number];
export type BrokerTestRequest = RequestBody<paths['/api/v1/brokers/test']['post']>;
export type BrokerTestResult = Success<paths['/api/v1/brokers/test']['post']>;

export type Sparkplug = Success<paths['/api/v1/brokers/{broker_id}/sparkplug']['get']>;
export type SparkplugNode = Sparkplug['nodes'][number];
export type SparkplugState = SparkplugNode['state'];
export type SparkplugMetric = Success<paths['/api/v1/brokers/{broker_id}/sparkplug/metrics']['get']>[number];
export type SparkplugCommand = RequestBody<paths['/api/v1/brokers/{broker_id}/sparkplug/commands']['post']>;

export type TagMapping = Success<paths['/api/v1/tags/mappings']['get']>[number];
export type TagMappingCreate = RequestBody<paths['/api/v1/tags/map']['post']>;
export type TagMappingQuery = Query<paths['/api/v1/tags/mappings']['get']>;
export type TagPreview = Success<paths['/api/v1/tags/preview']['post']>;
export type TagPreviewValue = TagPreview['values'][number];
export type TagTrialRequest = RequestBody<paths['/api/v1/tags/test']['post']>;
export type TagTrial = Success<paths['/api/v1/tags/test']['post']>;
export type TagTrialReading = TagTrial['readings'][number];
export type MappingTemplate = RequestBody<paths['/api/v1/tags/templates/preview']['post']>;
export type TemplatePreview = Success<paths['/api/v1/tags/templates/preview']['post']>;
export type TemplateRow = TemplatePreview['rows'][number];
export type TemplateApply = RequestBody<paths['/api/v1/tags/templates/apply']['post']>;
export type TemplateSave = RequestBody<paths['/api/v1/tags/templates']['post']>;
export type KeptTemplate = Success<paths['/api/v1/tags/templates']['get']>[number];
export type MappingImportResult = Success<paths['/api/v1/tags/import']['post']>;

type Opcua = '/api/v1/opcua-servers';
export type OpcuaServer = Success<paths[`${Opcua}/`]['get']>['items'][number];
export type OpcuaServerCreate = RequestBody<paths[`${Opcua}/`]['post']>;
export type OpcuaServerUpdate = RequestBody<paths[`${Opcua}/{server_id}`]['patch']>;
export type OpcuaStatus = Success<paths[`${Opcua}/all/status`]['get']>['states'][number];
export type OpcuaTestRequest = RequestBody<paths[`${Opcua}/test`]['post']>;
export type OpcuaTestResult = Success<paths[`${Opcua}/test`]['post']>;
/** A child of a node in the address space. */
export type OpcuaNode = Success<paths[`${Opcua}/{server_id}/browse`]['get']>[number];
export type OpcuaNodeValue = Success<paths[`${Opcua}/{server_id}/read`]['get']>;
export type OpcuaMapping = Success<paths[`${Opcua}/all/mappings`]['get']>[number];
export type OpcuaMappingQuery = Query<paths[`${Opcua}/all/mappings`]['get']>;
export type OpcuaMappingCreate = RequestBody<paths[`${Opcua}/{server_id}/mappings`]['post']>;
export type OpcuaMappingUpdate = RequestBody<
  paths[`${Opcua}/{server_id}/mappings/{characteristic_id}`]['put']
>;
export type OpcuaTrialRequest = RequestBody<paths[`${Opcua}/{server_id}/mappings/test`]['post']>;
export type OpcuaTrial = Success<paths[`${Opcua}/{server_id}/mappings/test`]['post']>;
export type WritableNode = Success<paths[`${Opcua}/{server_id}/writable-nodes`]['get']>[number];
export type WritableNodeCreate = RequestBody<paths[`${Opcua}/{server_id}/writable-nodes`]['post']>;
export type Reaction = Success<paths[`${Opcua}/{server_id}/reactions`]['get']>[number];
export type ReactionCreate = RequestBody<paths[`${Opcua}/{server_id}/reactions`]['post']>;
export type Certificate = Success<paths[`${Opcua}/all/certificates`]['get']>[number];

type Notifications = '/api/v1/notifications';
export type Channel = Success<paths[`${Notifications}/channels`]['get']>['items'][number];
export type ChannelKind = Channel['kind'];
export type ChannelCreate = RequestBody<paths[`${Notifications}/channels`]['post']>;
export type ChannelUpdate = RequestBody<paths[`${Notifications}/channels/{channel_id}`]['patch']>;
export type BodyFormat = Channel['body_format'];
export type BodyPreviewRequest = RequestBody<paths[`${Notifications}/channels/preview`]['post']>;
export type BodyPreview = Success<paths[`${Notifications}/channels/preview`]['post']>;
export type ChannelTestResult = Success<paths[`${Notifications}/channels/{channel_id}/test`]['post']>;
export type NotificationRule = Success<paths[`${Notifications}/rules`]['get']>['items'][number];
export type NotificationRuleBody = RequestBody<paths[`${Notifications}/rules`]['post']>;
export type DeliveryPage = Success<paths[`${Notifications}/deliveries`]['get']>;
export type Delivery = DeliveryPage['items'][number];
export type DeliveryState = Delivery['state'];
export type DeliveryQuery = Query<paths[`${Notifications}/deliveries`]['get']>;
export type AuditEvent = Success<paths['/api/v1/audit/']['get']>['items'][number];
export type AuditQuery = Query<paths['/api/v1/audit/']['get']>;
export type MailServer = Success<paths[`${Notifications}/smtp`]['get']>;
export type MailServerBody = RequestBody<paths[`${Notifications}/smtp`]['put']>;

type Topics = Success<paths['/api/v1/brokers/{broker_id}/topics']['get']>;
/** What format=flat answers with, most recently seen first. */
export type DiscoveredTopic = Extract<Topics, readonly unknown[]>[number];
/** What format=tree answers with: one level of the topics; the top one is named root. */
export type TopicNode = Exclude<Topics, readonly unknown[]>;
