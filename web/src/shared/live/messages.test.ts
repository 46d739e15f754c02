import { aPoint } from '@/test/builders/quality';
import { parseMessage } from './messages';

const sample = {
  type: 'sample',
  characteristic_id: 1,
  sample: { id: 7, timestamp: '2026-01-05T06:00:00Z', mean: 10, zone: 'zone_c_upper', in_control: true },
  point: aPoint(7, 10),
  dispersion: null,
};
const violation = {
  type: 'violation',
  violation: {
    id: 1,
    sample_id: 7,
    characteristic_id: 1,
    rule_id: 1,
    rule_name: 'Outlier',
    severity: 'CRITICAL',
  },
};

describe('parseMessage', () => {
  it.each([
    sample,
    violation,
    { type: 'limits_update', characteristic_id: 1 },
    { type: 'samples_changed', characteristic_id: 1 },
    { type: 'pong' },
    { type: 'subscribed' },
  ])('reads $type', (message) =>
    expect(parseMessage(JSON.stringify(message))).toMatchObject({ type: message.type }),
  );

  it('keeps the chart point of a sample whole', () =>
    expect(parseMessage(JSON.stringify(sample))).toMatchObject({ point: aPoint(7, 10) }));

  it.each([
    ['no JSON', '{'],
    ['no object', '42'],
    ['null', 'null'],
    ['an unknown type', '{"type":"surprise"}'],
    ['a missing member', '{"type":"limits_update"}'],
    ['an id that is no whole number', '{"type":"limits_update","characteristic_id":1.5}'],
    ['a sample without its point', JSON.stringify({ ...sample, point: null })],
    [
      'an unknown severity',
      JSON.stringify({ ...violation, violation: { ...violation.violation, severity: 'LOUD' } }),
    ],
  ])('drops %s', (_, text) => expect(parseMessage(text)).toBeNull());
});
