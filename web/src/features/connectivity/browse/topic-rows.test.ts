import type { TopicNode } from '@/shared/api/types';
import { countTopics, hasTopic, levelsAbove, topicRows } from './topic-rows';

const node = (name: string, full_topic: string | null, children: TopicNode[] = []): TopicNode => ({
  name,
  full_topic,
  children,
  message_count: 1,
  is_sparkplug: false,
  sparkplug_metrics: [],
});

const root = node('root', null, [
  node('line', null, [
    node('10', null, [node('temp', 'line/10/temp')]),
    node('2', 'line/2', [node('temp', 'line/2/temp')]),
  ]),
  node('', null, [node('odd', '/odd')]),
]);

const visible = (search = '', toggled: [string, boolean][] = []) =>
  topicRows({ root, toggled: new Map(toggled), search }).map(
    ({ key, level }) => `${'-'.repeat(level)} ${key}`,
  );

describe('the tree of topics', () => {
  it('opens its first level and single ones below, in natural order', () =>
    expect(visible()).toEqual([
      '- ',
      '-- /odd',
      '- line',
      '-- line/2',
      '--- line/2/temp',
      '-- line/10',
      '--- line/10/temp',
    ]));

  it('opens and closes what somebody asks for', () => {
    expect(visible('', [['line/2', false]])).not.toContain('--- line/2/temp');
    expect(visible('', [['line', false]])).toEqual(['- ', '-- /odd', '- line']);
  });

  it('shows what a search finds, with the way to it', () =>
    expect(visible('10 temp')).toEqual(['- line', '-- line/10', '--- line/10/temp']));

  it('knows which level is a topic itself', () => {
    const rows = topicRows({ root, toggled: new Map(), search: '' });
    expect(rows.find(({ key }) => key === 'line/2')).toMatchObject({ topic: 'line/2', expanded: true });
    expect(rows.find(({ key }) => key === 'line/10')).toMatchObject({ topic: null, expanded: true });
    expect(rows.find(({ key }) => key === '/odd')).not.toHaveProperty('expanded');
  });

  it.each([
    ['line/2/temp', ['line', 'line/2']],
    ['/odd', ['']],
    ['top', []],
  ])('leads to %s', (topic, levels) => expect(levelsAbove(topic)).toEqual(levels));

  it('counts topics, not levels', () => expect(countTopics(root)).toBe(4));
});

describe('what the broker has carried', () => {
  it.each(['line/2', 'line/2/temp', '/odd', 'line/#', 'line/+/temp'])('may hold %s', (topic) =>
    expect(hasTopic(root, topic)).toBe(true),
  );

  it.each(['line', 'line/3/temp', 'odd'])('does not hold %s', (topic) =>
    expect(hasTopic(root, topic)).toBe(false),
  );
});
