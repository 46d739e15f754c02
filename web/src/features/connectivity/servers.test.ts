import { aBroker, aBrokerStatus, anOpcuaServer, anOpcuaStatus } from '@/test/builders/connections';
import { countByProtocol, endpointOf, filterServers, serversOf } from './servers';

const brokers = [
  aBroker({ id: 1, name: 'Hall 10', plant_id: 2 }),
  aBroker({ id: 2, name: 'Hall 2', plant_id: 2, host: '10.0.0.9', use_tls: true, port: 8883 }),
  aBroker({ id: 3, name: 'Company', plant_id: null }),
  aBroker({ id: 4, name: 'Elsewhere', plant_id: 3 }),
];
const brokerStatuses = [
  aBrokerStatus({ broker_id: 1 }),
  aBrokerStatus({
    broker_id: 2,
    state: 'failed',
    is_connected: false,
    error_message: 'Connecting in background: timed out',
  }),
];
const opcuaServers = [
  anOpcuaServer({ id: 1, name: 'Line 3', plant_id: 2 }),
  anOpcuaServer({ id: 4, name: 'Far away', plant_id: 3 }),
];
const opcuaStatuses = [anOpcuaStatus({ server_id: 1, values_per_second: 3 })];
const servers = serversOf({ brokers, brokerStatuses, opcuaServers, opcuaStatuses }, 2);

describe('the servers of a plant', () => {
  it('are its own and those of every plant, by name', () =>
    expect(servers.map(({ name }) => name)).toEqual(['Company', 'Hall 2', 'Hall 10', 'Line 3']));

  it('carry state and error', () =>
    expect(servers.map(({ state, error }) => [state, error])).toEqual([
      ['unknown', null],
      ['failed', 'timed out'],
      ['connected', null],
      ['connected', null],
    ]));

  it('of different protocols are told apart, though their ids are equal', () =>
    expect(servers.filter(({ id }) => id === 1).map(({ key, rate }) => [key, rate])).toEqual([
      ['mqtt-1', 0],
      ['opcua-1', 3],
    ]));

  it('are found by parts of name and address', () => {
    const found = (search: string) => filterServers(servers, 'all', search).map(({ name }) => name);
    expect(found('hall')).toEqual(['Hall 2', 'Hall 10']);
    expect(found('10.0 hall')).toEqual(['Hall 2']);
    expect(found('opc.tcp 4840')).toEqual(['Line 3']);
    expect(found('nothing')).toEqual([]);
  });

  it('are counted by protocol', () =>
    expect(countByProtocol(servers)).toEqual({ all: 4, mqtt: 3, opcua: 1 }));
});

describe('the address of a broker', () => {
  it.each([
    ['a.example', 1883, false, 'mqtt://a.example:1883'],
    ['a.example', 8883, true, 'mqtts://a.example:8883'],
    ['fe80::1', 1883, false, 'mqtt://[fe80::1]:1883'],
  ])('%s %d', (host, port, use_tls, text) => expect(endpointOf({ host, port, use_tls })).toBe(text));
});
