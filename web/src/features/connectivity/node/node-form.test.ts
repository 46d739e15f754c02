import { aNodeMapping } from '@/test/builders/connections';
import {
  emptyNode,
  isNodeId,
  type NodeForm,
  nodeForm,
  nodeOf,
  toCreate,
  toTrial,
  toUpdate,
} from './node-form';

const filled: NodeForm = {
  ...emptyNode,
  characteristic_id: 7,
  server_id: 1,
  node_id: 'ns=2;s=Line1.Bore',
  change_trigger: 'value',
};

const problems = (form: NodeForm): Record<string, string> =>
  Object.fromEntries(
    (nodeForm.safeParse(form).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]),
  );

describe('a node id', () => {
  it.each([
    'i=85',
    'ns=2;i=1001',
    'nsu=urn:machine;s=Line1.Bore',
    's=Bore',
    'ns=2;s=Line 1.Bore;x=y',
    'g=09087e75-8e5e-499b-954f-f2a9603db28a',
    'ns=1;b=M/RbKBsRVkePCePcx24oRA==',
  ])('%s is one', (text) => expect(isNodeId(text)).toBe(true));
  it.each(['', 'Bore', 'ns=2', 'ns=2;Bore', 'i=', 'i=x', 'g=1', 'ns=;i=1'])('%s is none', (text) =>
    expect(isNodeId(text)).toBe(false),
  );
});

describe('what is typed', () => {
  it('is fine with characteristic, server and node', () => expect(problems(filled)).toEqual({}));

  it('needs all three', () =>
    expect(problems(emptyNode)).toEqual({
      characteristic_id: 'characteristicMissing',
      server_id: 'serverMissing',
      node_id: 'nodeMissing',
      change_trigger: 'changeMissing',
    }));

  it.each([
    [{ node_id: 'Bore' }, { node_id: 'nodeInvalid' }],
    [{ trigger_strategy: 'on_trigger' }, { trigger_node_id: 'triggerMissing' }],
    [{ trigger_strategy: 'on_trigger', trigger_node_id: 'x' }, { trigger_node_id: 'nodeInvalid' }],
    [{ dead_band: '-1' }, { dead_band: 'deadBand' }],
    [{ timeout_seconds: '0' }, { timeout_seconds: 'timeout' }],
    [{ sampling_interval: '0.5' }, { sampling_interval: 'sampling' }],
    [{ publishing_interval: '49' }, { publishing_interval: 'publishing' }],
    [{ queue_size: '0' }, { queue_size: 'queue' }],
    [{ queue_size: '10001' }, { queue_size: 'queue' }],
  ] as const)('%j is refused', (change, expected) =>
    expect(problems({ ...filled, ...change })).toEqual(expected),
  );

  it('may leave sampling and queue to the server', () =>
    expect(problems({ ...filled, sampling_interval: '', publishing_interval: '', queue_size: '' })).toEqual(
      {},
    ));
});

describe('the request', () => {
  it('says nothing of what was left empty, and 0 where 0 was typed', () => {
    expect(toTrial(filled)).toEqual({
      node_id: 'ns=2;s=Line1.Bore',
      change_trigger: 'value',
      dead_band: null,
      sampling_interval: null,
      publishing_interval: null,
      queue_size: 100,
      take_initial_value: false,
      every_value_counts: false,
      scale: 1,
      offset: 0,
      decimal_comma: false,
      array_values: 'refuse',
      array_index: 0,
      characteristic_id: 7,
      trigger_strategy: 'on_change',
      trigger_node_id: null,
      timeout_seconds: 60,
    });
    expect(toTrial({ ...filled, sampling_interval: '0', dead_band: '0,05', queue_size: '' })).toMatchObject({
      sampling_interval: 0,
      dead_band: 0.05,
      queue_size: 100,
    });
  });

  it('has a trigger node with the trigger only', () => {
    const typed = { ...filled, trigger_node_id: 'ns=2;s=Done' };
    expect(toCreate(typed, null)).toMatchObject({ characteristic_id: 7, trigger_node_id: null });
    expect(toCreate({ ...typed, trigger_strategy: 'on_trigger' }, null).trigger_node_id).toBe('ns=2;s=Done');
  });

  it('makes a round trip from a stored mapping', () => {
    const stored = aNodeMapping({
      change_trigger: 'value_or_time',
      dead_band: 0.1,
      sampling_interval: 0,
      publishing_interval: 50,
      queue_size: 7,
      take_initial_value: true,
      every_value_counts: true,
      trigger_strategy: 'on_trigger',
      trigger_node_id: 'i=85',
      timeout_seconds: 2.5,
      scale: 0.001,
      offset: -2,
      decimal_comma: true,
      array_values: 'element',
      array_index: 3,
      is_active: false,
    });
    expect(toUpdate(nodeOf(stored), stored)).toEqual({
      node_id: 'ns=2;s=Line1.Diameter',
      change_trigger: 'value_or_time',
      dead_band: 0.1,
      sampling_interval: 0,
      publishing_interval: 50,
      queue_size: 7,
      take_initial_value: true,
      every_value_counts: true,
      trigger_strategy: 'on_trigger',
      trigger_node_id: 'i=85',
      timeout_seconds: 2.5,
      scale: 0.001,
      offset: -2,
      decimal_comma: true,
      array_values: 'element',
      array_index: 3,
      is_active: false,
    });
  });
});
