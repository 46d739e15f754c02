// The tree of topics as the list of rows that is visible now. Pure. A row is known by its path, so that it stays open while
// the tree grows.
import type { TopicNode } from '@/shared/api/types';

export interface TopicRow {
  key: string;
  parentKey: string | null;
  name: string;
  /** Null where no message arrived on exactly this topic. */
  topic: string | null;
  level: number;
  position: number;
  siblings: number;
  messages: number;
  isSparkplug: boolean;
  metrics: number;
  expanded?: boolean;
}

export interface TopicTreeInput {
  root: TopicNode;
  /** Opened or closed by somebody, by key. */
  toggled: ReadonlyMap<string, boolean>;
  search: string;
}

/** So many levels are open at first. A level that holds a single one opens with it: topics often begin with names that all
 *  share. */
const OPEN_LEVELS = 1;

/** The keys of the levels above a topic. */
export function levelsAbove(topic: string): string[] {
  const levels = topic.split('/');
  return levels.slice(1).map((_, index) => levels.slice(0, index + 1).join('/'));
}

/** Whether messages arrived on the topic; on one that has wildcards, they may have. */
export const hasTopic = ({ full_topic, children }: TopicNode, topic: string): boolean =>
  /[+#]/.test(topic) || full_topic === topic || children.some((child) => hasTopic(child, topic));

const byName = (a: TopicNode, b: TopicNode): number =>
  a.name.localeCompare(b.name, undefined, { numeric: true });

const matches = (topic: string, words: readonly string[]): boolean =>
  words.every((word) => topic.toLowerCase().includes(word));

const keeps = (node: TopicNode, words: readonly string[]): boolean =>
  (node.full_topic !== null && matches(node.full_topic, words)) ||
  node.children.some((child) => keeps(child, words));

export function topicRows({ root, toggled, search }: TopicTreeInput): TopicRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows: TopicRow[] = [];
  const emit = (node: TopicNode, parentKey: string | null, level: number): void => {
    const shown = words.length > 0 ? node.children.filter((child) => keeps(child, words)) : node.children;
    [...shown].sort(byName).forEach((child, index) => {
      const key = parentKey === null ? child.name : `${parentKey}/${child.name}`;
      const isBranch = child.children.length > 0;
      const isOpen =
        words.length > 0 || (toggled.get(key) ?? (level <= OPEN_LEVELS || child.children.length === 1));
      rows.push({
        key,
        parentKey,
        name: child.name,
        topic: child.full_topic,
        level,
        position: index + 1,
        siblings: shown.length,
        messages: child.message_count,
        isSparkplug: child.is_sparkplug,
        metrics: child.sparkplug_metrics.length,
        ...(isBranch ? { expanded: isOpen } : {}),
      });
      if (isBranch && isOpen) emit(child, key, level + 1);
    });
  };
  emit(root, null, 1);
  return rows;
}

export const countTopics = ({ full_topic, children }: TopicNode): number =>
  children.reduce((sum, child) => sum + countTopics(child), full_topic === null ? 0 : 1);
