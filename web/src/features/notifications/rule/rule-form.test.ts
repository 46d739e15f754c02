import { aNotificationRule } from '@/test/builders/connections';
import { bodyOf, NIGHT, problemsOf, type RuleValues, valuesOf } from './rule-form';

const complete = (change: Partial<RuleValues> = {}): RuleValues => ({
  ...valuesOf(null, 'Europe/Berlin'),
  name: 'Night shift',
  channel_ids: [1],
  ...change,
});

describe('a rule', () => {
  it('goes through the form unchanged', () => {
    const rule = aNotificationRule({
      events: ['violation', 'no_data', 'connection_lost'],
      no_data_minutes: 15,
      connection_lost_seconds: 5,
      broker_ids: [3],
      opcua_server_ids: [4],
      node_ids: [4],
      quiet_hours: { time_zone: 'Asia/Tokyo', windows: [NIGHT], critical_breaks_through: false },
      escalation: [{ after_minutes: 10, channel_ids: [2] }],
    });
    const { id, created_at, updated_at, problem, ...body } = rule;
    expect(bodyOf(valuesOf(rule, 'UTC'), 2)).toEqual(body);
    expect([id, created_at, updated_at, problem]).toHaveLength(4);
  });

  it('of every plant names none', () =>
    expect(bodyOf(complete({ every_plant: true }), 2)).toMatchObject({ plant_id: null }));

  it('forgets places when it is about the whole plant', () =>
    expect(bodyOf(complete({ everywhere: true, node_ids: [1] }), 2)).toMatchObject({ node_ids: [] }));

  it('asks for silence with its minutes alone', () => {
    expect(bodyOf(complete(), 2)).not.toHaveProperty('no_data_minutes');
    expect(bodyOf(complete({ events: ['no_data'], no_data_minutes: '30' }), 2)).toMatchObject({
      no_data_minutes: 30,
    });
  });

  it('names connections only when it tells of them', () =>
    expect(bodyOf(complete({ broker_ids: [3] }), 2)).not.toHaveProperty('broker_ids'));

  it('begins in the zone of the viewer, at night', () =>
    expect(valuesOf(null, 'Europe/Berlin')).toMatchObject({
      time_zone: 'Europe/Berlin',
      windows: [NIGHT],
      quiet: false,
    }));
});

describe('what is wrong with a rule', () => {
  it('is nothing when it is complete', () => expect(problemsOf(complete())).toEqual({}));

  it.each<[string, Partial<RuleValues>, Record<string, string>]>([
    ['no name', { name: ' ' }, { name: 'needed' }],
    ['no event', { events: [] }, { events: 'needed' }],
    ['nobody to tell', { channel_ids: [] }, { channel_ids: 'needed' }],
    ['no severity', { severities: [] }, { severities: 'needed' }],
    ['half a minute', { repeat_minutes: '0.5' }, { repeat_minutes: 'minutes' }],
    ['no minutes of silence', { events: ['no_data'], no_data_minutes: '' }, { no_data_minutes: 'minutes' }],
    [
      'more seconds than a day has',
      { events: ['connection_lost'], connection_lost_seconds: '86401' },
      { connection_lost_seconds: 'seconds' },
    ],
    ['chosen places that nobody chose', { everywhere: false }, { node_ids: 'scope' }],
    [
      'a window on no day',
      { quiet: true, windows: [{ ...NIGHT, days: [] }] },
      { 'quiet_hours.windows.0.days': 'needed' },
    ],
    [
      'levels that go backwards',
      {
        levels: [
          { after_minutes: '20', channel_ids: [1] },
          { after_minutes: '10', channel_ids: [] },
        ],
      },
      { 'escalation.1.after_minutes': 'later', 'escalation.1.channel_ids': 'needed' },
    ],
  ])('is told field by field: %s', (_, change, problems) =>
    expect(problemsOf(complete(change))).toEqual(problems),
  );

  it('leaves alone what is switched off', () =>
    expect(
      problemsOf(complete({ quiet: false, windows: [{ ...NIGHT, days: [] }], no_data_minutes: 'x' })),
    ).toEqual({}));
});
