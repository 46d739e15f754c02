import { aMapping } from '@/test/builders/connections';
import { emptyRule, isTopicFilter, type RuleForm, ruleForm, ruleOf, toMapping, toTrial } from './rule-form';

const filled: RuleForm = { ...emptyRule, characteristic_id: 7, broker_id: 1, mqtt_topic: 'line/1/temp' };

const problems = (rule: RuleForm): Record<string, string> =>
  Object.fromEntries(
    (ruleForm.safeParse(rule).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]),
  );

describe('a topic filter', () => {
  it.each(['a', 'line/1/temp', '/a', 'a/', '#', '+', 'a/+/b', 'a/#', '+/+'])('%s is one', (topic) =>
    expect(isTopicFilter(topic)).toBe(true),
  );
  it.each(['', 'a/#/b', 'a#', 'a+/b', '#/a'])('%s is none', (topic) =>
    expect(isTopicFilter(topic)).toBe(false),
  );
});

describe('what is typed', () => {
  it('is fine with characteristic, server and topic', () => expect(problems(filled)).toEqual({}));

  it('needs all three', () =>
    expect(problems(emptyRule)).toMatchObject({
      characteristic_id: 'characteristicMissing',
      broker_id: 'serverMissing',
      mqtt_topic: 'topicMissing',
    }));

  it.each([
    [{ mqtt_topic: 'a/#/b' }, { mqtt_topic: 'topicInvalid' }],
    [{ mqtt_topic: 'spBv1.0/G/DDATA/N/D' }, { metric_name: 'metricMissing' }],
    [{ metric_name: 'x'.repeat(256) }, { metric_name: 'tooLong' }],
    [{ trigger_strategy: 'on_trigger' }, { trigger_tag: 'triggerMissing' }],
    [{ payload_format: 'text' }, { pattern: 'patternMissing' }],
    [{ dead_band: '-1' }, { dead_band: 'deadBand' }],
    [{ dead_band: 'x' }, { dead_band: 'deadBand' }],
    [{ timeout_seconds: '0' }, { timeout_seconds: 'timeout' }],
    [{ timeout_seconds: '' }, { timeout_seconds: 'timeout' }],
    [{ value_path: 'x'.repeat(501) }, { value_path: 'tooLong' }],
    [{ time_zone: 'Mars/Base' }, { time_zone: 'timeZone' }],
    [{ payload_format: 'json', sequence_path: 'n' }, { sequence_path: 'sequenceTime' }],
    [{ array_index: '-1' }, { array_index: 'arrayIndex' }],
    [{ scale: '0' }, { scale: 'scale' }],
    [{ scale: '' }, { scale: 'scale' }],
    [{ offset: 'x' }, { offset: 'offset' }],
  ] as const)('%j is refused', (change, expected) =>
    expect(problems({ ...filled, ...change })).toEqual(expected),
  );
});

describe('the request', () => {
  it('says how times are written where there are any', () => {
    const typed = { ...filled, timestamp_format: 'day_first', time_zone: 'Europe/Berlin' } as const;
    expect(toMapping(typed, null)).toMatchObject({ timestamp_format: 'iso', time_zone: null });
    expect(toMapping({ ...typed, payload_format: 'json' }, null)).toMatchObject({
      timestamp_format: 'day_first',
      time_zone: 'Europe/Berlin',
    });
  });

  it('scales what the machine says', () =>
    expect(toMapping({ ...filled, scale: '0,001', offset: '-2', decimal_comma: true }, null)).toMatchObject({
      scale: 0.001,
      offset: -2,
      decimal_comma: true,
    }));

  it('leaves out what the format does not use', () => {
    const typed = { ...filled, value_path: 'data.value', pattern: '([0-9.]+)', timestamp_path: 'ts' };
    expect(toMapping(typed, null)).toMatchObject({ value_path: null, timestamp_path: null, pattern: null });
    expect(toMapping({ ...typed, payload_format: 'json' }, null)).toMatchObject({
      value_path: 'data.value',
      timestamp_path: 'ts',
      pattern: null,
    });
    expect(toTrial({ ...typed, payload_format: 'text' })).toMatchObject({
      value_path: null,
      pattern: '([0-9.]+)',
    });
  });

  it('of a Sparkplug topic has its metric and nothing of formats', () => {
    const typed: RuleForm = {
      ...filled,
      mqtt_topic: ' spBv1.0/G/DDATA/N/D',
      metric_name: ' Axis 3/Torque ',
      payload_format: 'text',
      pattern: 'T=(.*)',
      value_path: 'v',
    };
    expect(problems({ ...typed, pattern: '' })).toEqual({});
    const expected = {
      metric_name: 'Axis 3/Torque',
      payload_format: 'number',
      pattern: null,
      value_path: null,
    };
    expect(toMapping(typed, null)).toMatchObject(expected);
    expect(toTrial(typed)).toMatchObject(expected);
  });

  it('has a trigger topic with the trigger only', () => {
    const typed = { ...filled, trigger_tag: 'line/1/done' };
    expect(toMapping(typed, null).trigger_tag).toBeNull();
    expect(toMapping({ ...typed, trigger_strategy: 'on_trigger' }, null).trigger_tag).toBe('line/1/done');
  });

  it('reads a comma as the point, and no dead band as none', () => {
    expect(toMapping({ ...filled, dead_band: '0,05' }, null).dead_band).toBe(0.05);
    expect(toMapping(filled, null).dead_band).toBeNull();
  });

  it('has the options of wildcards and of Sparkplug only where the topic has a use for them', () => {
    const typed = { ...filled, subgroup_across_sources: true, take_birth_values: true };
    const options = (mqtt_topic: string) => {
      const { subgroup_across_sources, take_birth_values } = toMapping({ ...typed, mqtt_topic }, null);
      return { subgroup_across_sources, take_birth_values };
    };
    expect(options('line/1')).toEqual({ subgroup_across_sources: false, take_birth_values: false });
    expect(options('line/+')).toEqual({ subgroup_across_sources: true, take_birth_values: false });
    expect(options('spBv1.0/G/DDATA/N/+')).toEqual({
      subgroup_across_sources: true,
      take_birth_values: true,
    });
  });

  it('is tried with all that decides what is stored', () =>
    expect(
      toTrial({ ...filled, trigger_strategy: 'on_timer', dead_band: '0.5', timeout_seconds: '9' }),
    ).toMatchObject({
      characteristic_id: 7,
      trigger_strategy: 'on_timer',
      dead_band: 0.5,
      timeout_seconds: 9,
    }));

  it('makes a round trip from a stored mapping, with what the form does not show', () => {
    const stored = aMapping({
      characteristic_id: 7,
      payload_format: 'json',
      value_path: '/a/0',
      serial_path: 'id',
      timestamp_path: 'at',
      sequence_path: 'n',
      timestamp_format: 'day_first',
      time_zone: 'Europe/Berlin',
      every_message_counts: true,
      scale: 0.001,
      offset: -2,
      decimal_comma: true,
      array_values: 'element',
      array_index: 3,
      trigger_strategy: 'on_trigger',
      trigger_tag: 'done',
      dead_band: 0,
      timeout_seconds: 2.5,
      metric_name: 'Temperature',
      is_active: false,
    });
    expect(toMapping(ruleOf(stored), stored)).toEqual({
      characteristic_id: 7,
      broker_id: 1,
      mqtt_topic: 'line/1/diameter',
      payload_format: 'json',
      value_path: '/a/0',
      batch_path: null,
      operator_path: null,
      serial_path: 'id',
      timestamp_path: 'at',
      sequence_path: 'n',
      timestamp_format: 'day_first',
      time_zone: 'Europe/Berlin',
      every_message_counts: true,
      scale: 0.001,
      offset: -2,
      decimal_comma: true,
      array_values: 'element',
      array_index: 3,
      pattern: null,
      trigger_strategy: 'on_trigger',
      trigger_tag: 'done',
      dead_band: 0,
      timeout_seconds: 2.5,
      metric_name: 'Temperature',
      subgroup_across_sources: false,
      take_birth_values: false,
      is_active: false,
    });
  });
});
