// What a test arranges or compares through the API, as a script beside the browser would.
import type {
  Broker,
  Characteristic,
  ChartData,
  LoginReply,
  OpcuaMapping,
  OpcuaServer,
  Sample,
  SampleResult,
  TagMapping,
  ViolationBatchAckReply,
  ViolationPage,
} from '../../src/shared/api/types';

export class Api {
  readonly #base: string;
  readonly #token: string;

  private constructor(base: string, token: string) {
    this.#base = base;
    this.#token = token;
  }

  static async signIn(url: string, username: string, password: string): Promise<Api> {
    const login = await new Api(url, '').#call<LoginReply>('POST', '/auth/login', { username, password });
    return new Api(url, login.access_token);
  }

  async changePassword(current_password: string, new_password: string): Promise<void> {
    await this.#call('POST', '/auth/change-password', { current_password, new_password });
  }

  /** A characteristic of a new node in the first plant. */
  async createCharacteristic(change: Record<string, unknown> = {}): Promise<Characteristic> {
    const node = await this.#call<{ id: number }>('POST', '/plants/1/hierarchies/', {
      name: 'Lathe 3',
      type: 'Equipment',
    });
    return this.#call('POST', '/characteristics/', {
      hierarchy_id: node.id,
      name: 'Bore',
      subgroup_size: 1,
      ...change,
    });
  }

  async setLimits(id: number, center_line: number, sigma: number): Promise<void> {
    await this.#call('POST', `/characteristics/${id}/set-limits`, {
      center_line,
      sigma,
      ucl: center_line + 3 * sigma,
      lcl: center_line - 3 * sigma,
    });
  }

  postSample(characteristic_id: number, ...measurements: number[]): Promise<SampleResult> {
    return this.#call('POST', '/samples/', { characteristic_id, measurements });
  }

  /** The oldest first. */
  async samples(characteristic_id: number): Promise<Sample[]> {
    const query = `characteristic_id=${characteristic_id}&sort_dir=asc&limit=1000`;
    return (await this.#call<{ items: Sample[] }>('GET', `/samples/?${query}`)).items;
  }

  chartData(id: number, query = ''): Promise<ChartData> {
    return this.#call('GET', `/characteristics/${id}/chart-data?${query}`);
  }

  async characteristic(name: string): Promise<Characteristic> {
    const { items } = await this.#call<{ items: Characteristic[] }>('GET', '/characteristics/?per_page=100');
    const found = items.find((item) => item.name === name);
    if (!found) throw new Error(`There is no characteristic ${name}`);
    return found;
  }

  violations(query: string): Promise<ViolationPage> {
    return this.#call('GET', `/violations/?${query}`);
  }

  acknowledge(violation_ids: number[], reason: string): Promise<ViolationBatchAckReply> {
    return this.#call('POST', '/violations/batch-acknowledge', { violation_ids, user: 'supervisor', reason });
  }

  /** A broker of every plant, connected by the server at once. */
  createBroker(name: string, port: number): Promise<Broker> {
    return this.#call('POST', '/brokers/', { name, host: '127.0.0.1', port, client_id: `e2e-${port}` });
  }

  mapTopic(characteristic_id: number, broker_id: number, mqtt_topic: string): Promise<TagMapping> {
    return this.#call('POST', '/tags/map', { characteristic_id, broker_id, mqtt_topic });
  }

  /** An OPC UA server of every plant, connected by the server at once. */
  createOpcuaServer(name: string, endpoint_url: string): Promise<OpcuaServer> {
    return this.#call('POST', '/opcua-servers/', { name, endpoint_url });
  }

  mapNode(characteristic_id: number, server_id: number, node_id: string): Promise<OpcuaMapping> {
    return this.#call('POST', `/opcua-servers/${server_id}/mappings`, { characteristic_id, node_id });
  }

  async allowWriting(server_id: number, node_id: string): Promise<void> {
    await this.#call('POST', `/opcua-servers/${server_id}/writable-nodes`, { node_id });
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await fetch(`${this.#base}/api/v1${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.#token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  }
}
