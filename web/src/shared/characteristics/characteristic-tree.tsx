// The tree of a plant's characteristics. `leafExtra` adds something to a leaf, such as an action on hover.
import type { Characteristic } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { useRovingTree } from '@/shared/lib/use-roving-tree';
import { Badge } from '@/shared/ui/badge';
import {
  Box,
  Building2,
  ChevronRight,
  Cog,
  Factory,
  Folder,
  type LucideIcon,
  MapPin,
  Rows3,
  Tag,
} from 'lucide-react';
import { memo, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from './state-badge';
import { leafKey, type LeafRow, type NodeRow, type TreeRow } from './tree-rows';

const nodeIcons: Partial<Record<string, LucideIcon>> = {
  Enterprise: Building2,
  Site: MapPin,
  Area: Factory,
  Line: Rows3,
  Cell: Box,
  Equipment: Cog,
  Tag: Tag,
};

const nameOf = (row: TreeRow): string => (row.kind === 'node' ? row.node.name : row.characteristic.name);

interface CharacteristicTreeProps {
  rows: readonly TreeRow[];
  selectedId: number | null;
  onSelect: (characteristic: Characteristic) => void;
  onToggle: (key: string, expanded: boolean) => void;
  leafExtra?: ((characteristic: Characteristic) => ReactNode) | undefined;
  /** Somebody has come to a row of this node. */
  onStand?: ((nodeId: number) => void) | undefined;
}

function NodeContent({ row }: { row: NodeRow }) {
  const { t } = useTranslation();
  const { node, counts } = row;
  const Icon = nodeIcons[node.type] ?? Folder;
  return (
    <>
      <ChevronRight
        size={14}
        aria-hidden
        className={cn('shrink-0 text-ink-faint transition-transform', row.expanded && 'rotate-90')}
      />
      <Icon size={15} aria-hidden className="shrink-0 text-ink-faint" />
      <span className="flex-1 truncate font-medium">{node.name}</span>
      {counts.ooc > 0 && (
        <Badge tone="alarm" title={t('tree.oocInside', { count: counts.ooc })}>
          {counts.ooc}
        </Badge>
      )}
      {counts.unsampled > 0 && (
        <Badge title={t('tree.unsampledInside', { count: counts.unsampled })}>{counts.unsampled}</Badge>
      )}
    </>
  );
}

function LeafContent({ row, extra }: { row: LeafRow; extra: ReactNode }) {
  const { characteristic, state } = row;
  return (
    <>
      <span className="flex-1 truncate">{characteristic.name}</span>
      {extra}
      <StateBadge state={state} openViolations={characteristic.unacknowledged_violations ?? 0} />
    </>
  );
}

interface RowProps {
  row: TreeRow;
  isActive: boolean;
  isSelected: boolean;
  onChoose: (row: TreeRow) => void;
  onFocus: (key: string) => void;
  extra: ReactNode;
}

const TreeItem = memo(function TreeItem({ row, isActive, isSelected, onChoose, onFocus, extra }: RowProps) {
  return (
    // The tree handles the keys for all its rows.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="treeitem"
      data-key={row.key}
      tabIndex={isActive ? 0 : -1}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isSelected}
      aria-expanded={row.kind === 'node' ? row.expanded : undefined}
      onClick={() => onChoose(row)}
      onFocus={() => onFocus(row.key)}
      style={{ paddingLeft: `${(row.level - 1) * 14 + (row.kind === 'node' ? 6 : 26)}px` }}
      className={cn(
        'group flex h-7 items-center gap-1.5 rounded-md pr-1.5 text-sm',
        isSelected ? 'bg-accent-soft font-medium text-accent-strong' : 'hover:bg-sunken',
      )}
    >
      {row.kind === 'node' ? <NodeContent row={row} /> : <LeafContent row={row} extra={extra} />}
    </div>
  );
});

export function CharacteristicTree({
  rows,
  selectedId,
  onSelect,
  onToggle,
  leafExtra,
  onStand,
}: CharacteristicTreeProps) {
  const { t } = useTranslation();
  const tree = useRef<HTMLDivElement>(null);
  const selectedKey = selectedId === null ? null : leafKey(selectedId);
  const choose = (row: TreeRow) => {
    if (row.kind === 'node') onToggle(row.key, !row.expanded);
    else onSelect(row.characteristic);
  };
  const { activeKey, setActive, onKeyDown } = useRovingTree({
    rows,
    selectedKey,
    nameOf,
    onToggle,
    onChoose: choose,
  });

  // A selection that comes from elsewhere, such as the address bar, is scrolled to.
  const rowCount = rows.length;
  useEffect(() => {
    if (selectedKey && rowCount > 0) {
      tree.current?.querySelector(`[data-key="${selectedKey}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [selectedKey, rowCount]);

  return (
    <div ref={tree} role="tree" tabIndex={-1} aria-label={t('tree.title')} onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <TreeItem
          key={row.key}
          row={row}
          isActive={row.key === activeKey}
          isSelected={row.key === selectedKey}
          onChoose={choose}
          onFocus={(key) => {
            setActive(key);
            onStand?.(row.kind === 'node' ? row.node.id : row.characteristic.hierarchy_id);
          }}
          extra={row.kind === 'leaf' ? leafExtra?.(row.characteristic) : null}
        />
      ))}
    </div>
  );
}
