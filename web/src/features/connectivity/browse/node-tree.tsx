// The address space of an OPC UA server, branch by branch as they are opened.
import type { OpcuaNode } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { cn } from '@/shared/lib/cn';
import { useRovingTree } from '@/shared/lib/use-roving-tree';
import { Spinner } from '@/shared/ui/states';
import { ChevronRight, CircleAlert, Folder, Tag, Zap } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeRow, NoticeRow, TreeRow } from './node-rows';
import { useNodeTree } from './use-node-tree';

interface NodeTreeProps {
  serverId: number;
  /** A node id. */
  selected: string | null;
  onSelect: (nodeId: string) => void;
}

function NodeIcon({ node }: { node: OpcuaNode }) {
  const props = { size: 13, 'aria-hidden': true, className: 'shrink-0 text-ink-faint' };
  if (node.is_readable) return <Tag {...props} />;
  return node.node_class === 'Method' ? <Zap {...props} /> : <Folder {...props} />;
}

interface NodeContentProps {
  row: NodeRow;
  isSelected: boolean;
  onToggle: (key: string, expanded: boolean) => void;
}

function NodeContent({ row, isSelected, onToggle }: NodeContentProps) {
  const { key, node, name, expanded } = row;
  return (
    <>
      {expanded === undefined ? (
        <span className="w-3.5 shrink-0" />
      ) : (
        // A value may have properties: its arrow opens, its name chooses.

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
      <NodeIcon node={node} />
      <span className={cn('flex-1 truncate', !node.is_readable && 'text-ink-muted')} title={node.browse_name}>
        {name}
      </span>
      {node.data_type !== null && (
        <span className={cn('text-xs', isSelected ? 'text-accent-strong' : 'text-ink-faint')}>
          {node.data_type}
        </span>
      )}
    </>
  );
}

function NoticeContent({ row }: { row: NoticeRow }) {
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  switch (row.kind) {
    case 'loading':
      return (
        <span className="flex items-center gap-1.5 text-ink-muted">
          <Spinner className="size-3.5!" />
          {t('nodes.loading')}
        </span>
      );
    case 'empty':
      return <span className="text-ink-faint italic">{t('nodes.empty')}</span>;
    case 'failed':
      return (
        <span className="flex min-w-0 items-center gap-1.5 text-alarm" title={errorText(row.error)}>
          <CircleAlert size={14} aria-hidden className="shrink-0" />
          <span className="truncate">{errorText(row.error)}</span>
          <span className="font-medium whitespace-nowrap underline">{t('nodes.retry')}</span>
        </span>
      );
    case 'more':
      return <span className="font-medium text-accent">{t('nodes.more', { count: row.count })}</span>;
    case 'cut':
      return <span className="text-ink-muted">{t('nodes.cut', { count: row.count })}</span>;
  }
}

interface RowProps {
  row: TreeRow;
  isActive: boolean;
  isSelected: boolean;
  onChoose: (row: TreeRow) => void;
  onToggle: (key: string, expanded: boolean) => void;
  onFocus: (key: string) => void;
}

function Row({ row, isActive, isSelected, onChoose, onToggle, onFocus }: RowProps) {
  const { key, level } = row;
  const place =
    row.kind === 'node'
      ? { 'aria-posinset': row.position, 'aria-setsize': row.siblings, 'aria-expanded': row.expanded }
      : {};
  return (
    // The tree handles the keys for all its rows.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="treeitem"
      data-key={key}
      tabIndex={isActive ? 0 : -1}
      aria-level={level}
      aria-selected={isSelected}
      aria-busy={row.kind === 'loading' ? true : undefined}
      {...place}
      onClick={() => onChoose(row)}
      onFocus={() => onFocus(key)}
      style={{ paddingLeft: `${(level - 1) * 14 + (row.kind === 'node' ? 6 : 24)}px` }}
      className={cn(
        'flex h-7 items-center gap-1.5 rounded-md pr-1.5 text-sm',
        isSelected ? 'bg-accent-soft font-medium text-accent-strong' : 'hover:bg-sunken',
      )}
    >
      {row.kind === 'node' ? (
        <NodeContent row={row} isSelected={isSelected} onToggle={onToggle} />
      ) : (
        <NoticeContent row={row} />
      )}
    </div>
  );
}

/** A row that had the focus may give way to what it announced: the focus stays at its place. */
function useKeptFocus(rows: readonly TreeRow[]) {
  const tree = useRef<HTMLDivElement>(null);
  const before = useRef(rows);
  const focused = useRef<string | null>(null);
  useEffect(() => {
    const place = before.current.findIndex(({ key }) => key === focused.current);
    before.current = rows;
    const isGone = place >= 0 && rows[place]?.key !== focused.current;
    if (!isGone || document.activeElement !== document.body) return;
    [...(tree.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [])].at(place)?.focus();
  }, [rows]);
  return {
    tree,
    remember: (key: string) => {
      focused.current = key;
    },
  };
}

export function NodeTree({ serverId, selected, onSelect }: NodeTreeProps) {
  const { t } = useTranslation('connectivity');
  const { rows, toggle, showMore, retry } = useNodeTree(serverId);
  const choose = (row: TreeRow): void => {
    if (row.kind === 'more') showMore(row);
    else if (row.kind === 'failed') retry(row.nodeId);
    else if (row.kind !== 'node') return;
    else if (row.node.is_readable) onSelect(row.node.node_id);
    else if (row.expanded !== undefined) toggle(row.key, !row.expanded);
  };
  const isSelected = (row: TreeRow) => row.kind === 'node' && row.node.node_id === selected;
  const { activeKey, setActive, onKeyDown } = useRovingTree({
    rows,
    selectedKey: rows.find(isSelected)?.key ?? null,
    nameOf: ({ name }) => name,
    onToggle: toggle,
    onChoose: choose,
  });
  const { tree, remember } = useKeptFocus(rows);
  const focus = (key: string) => {
    remember(key);
    setActive(key);
  };
  return (
    <div ref={tree} role="tree" tabIndex={-1} aria-label={t('nodes.title')} onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <Row
          key={row.key}
          row={row}
          isActive={row.key === activeKey}
          isSelected={isSelected(row)}
          onChoose={choose}
          onToggle={toggle}
          onFocus={focus}
        />
      ))}
    </div>
  );
}
