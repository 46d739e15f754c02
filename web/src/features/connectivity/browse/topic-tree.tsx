import { formatCount } from '@/shared/lib/format';
import type { TopicNode } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { useRovingTree } from '@/shared/lib/use-roving-tree';
import { Badge } from '@/shared/ui/badge';
import { ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { levelsAbove, type TopicRow, topicRows } from './topic-rows';

/** More rows than anybody reads; a search finds the others. */
const MOST = 500;

interface TopicTreeProps {
  root: TopicNode;
  search: string;
  selected: string | null;
  onSelect: (topic: string) => void;
}

interface RowProps {
  row: TopicRow;
  isActive: boolean;
  isSelected: boolean;
  onChoose: (row: TopicRow) => void;
  onToggle: (key: string, expanded: boolean) => void;
  onFocus: (key: string) => void;
}

function Row({ row, isActive, isSelected, onChoose, onToggle, onFocus }: RowProps) {
  const { t } = useTranslation('connectivity');
  const { key, name, topic, level, expanded, messages, isSparkplug, metrics } = row;
  return (
    // The tree handles the keys for all its rows.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="treeitem"
      data-key={key}
      tabIndex={isActive ? 0 : -1}
      aria-level={level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isSelected}
      aria-expanded={expanded}
      onClick={() => onChoose(row)}
      onFocus={() => onFocus(key)}
      style={{ paddingLeft: `${(level - 1) * 14 + 6}px` }}
      className={cn(
        'flex h-7 items-center gap-1.5 rounded-md pr-1.5 text-sm',
        isSelected ? 'bg-accent-soft font-medium text-accent-strong' : 'hover:bg-sunken',
      )}
    >
      {expanded === undefined ? (
        <span className="w-3.5 shrink-0" />
      ) : (
        // A level may be a topic and hold others: its arrow opens, its name chooses.

        <span
          aria-hidden
          onClick={(event) => {
            event.stopPropagation();
            onToggle(key, !expanded);
          }}
        >
          <ChevronRight
            size={14}
            className={cn('shrink-0 text-ink-faint transition-transform', expanded && 'rotate-90')}
          />
        </span>
      )}
      <span className={cn('flex-1 truncate', topic === null && 'text-ink-muted', name === '' && 'italic')}>
        {name === '' ? t('browse.emptyLevel') : name}
      </span>
      {isSparkplug && topic !== null && (
        <Badge tone="info" title={t('browse.sparkplugHint', { count: metrics })}>
          {t('browse.sparkplug')}
        </Badge>
      )}
      <span
        className={cn('text-xs tabular', isSelected ? 'text-accent-strong' : 'text-ink-faint')}
        title={t('counts.messages', { count: messages })}
      >
        {formatCount(messages)}
      </span>
    </div>
  );
}

export function TopicTree({ root, search, selected, onSelect }: TopicTreeProps) {
  const { t } = useTranslation('connectivity');
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(
    () => new Map(selected === null ? [] : levelsAbove(selected).map((key) => [key, true])),
  );
  const all = useMemo(() => topicRows({ root, toggled, search }), [root, toggled, search]);
  const rows = all.slice(0, MOST);
  const toggle = (key: string, expanded: boolean) =>
    setToggled((current) => new Map(current).set(key, expanded));
  const choose = (row: TopicRow) => {
    if (row.topic !== null) onSelect(row.topic);
    else if (row.expanded !== undefined) toggle(row.key, !row.expanded);
  };
  const { activeKey, setActive, onKeyDown } = useRovingTree({
    rows,
    selectedKey: selected,
    nameOf: ({ name }) => name,
    onToggle: toggle,
    onChoose: choose,
  });
  return (
    <>
      <div role="tree" tabIndex={-1} aria-label={t('browse.topics')} onKeyDown={onKeyDown}>
        {rows.map((row) => (
          <Row
            key={row.key}
            row={row}
            isActive={row.key === activeKey}
            isSelected={row.topic !== null && row.topic === selected}
            onChoose={choose}
            onToggle={toggle}
            onFocus={setActive}
          />
        ))}
      </div>
      {all.length > MOST && (
        <p className="p-2 text-xs text-ink-muted">{t('browse.more', { count: all.length - MOST })}</p>
      )}
    </>
  );
}
