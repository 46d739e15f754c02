// Search box, state filter and tree: how a characteristic is found and chosen. Used by the dashboard and by data entry.
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useHierarchy } from '@/shared/api/queries/hierarchy';
import type { Characteristic } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { Segmented } from '@/shared/ui/segmented';
import { Search } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { controlClass } from '@/shared/ui/field';
import { cn } from '@/shared/lib/cn';
import { useShortcut } from '@/shared/lib/shortcuts';
import { CharacteristicTree } from './characteristic-tree';
import { countStates, type StateFilter, treeRows } from './tree-rows';

const useCollapsedNodes = create<{
  collapsed: string[];
  setExpanded: (key: string, expanded: boolean) => void;
}>()(
  persist(
    (set) => ({
      collapsed: [],
      setExpanded: (key, expanded) =>
        set(({ collapsed }) => ({
          collapsed: expanded ? collapsed.filter((item) => item !== key) : [...collapsed, key],
        })),
    }),
    { name: 'openspc.tree' },
  ),
);

interface CharacteristicPanelProps {
  selectedId: number | null;
  onSelect: (characteristic: Characteristic) => void;
  leafExtra?: (characteristic: Characteristic) => ReactNode;
  /** Shown instead of the tree when the plant has no characteristic, for example a button that creates one. */
  emptyAction?: ReactNode;
  /** Somebody has come to a row of this node. */
  onStand?: (nodeId: number) => void;
}

const filters: readonly StateFilter[] = ['all', 'ooc', 'unsampled', 'ok'];

function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  useShortcut({ keys: '/', description: t('tree.search'), scope: 'page' }, () => input.current?.focus());
  return (
    <div className="relative">
      <Search size={14} aria-hidden className="absolute top-2 left-2 text-ink-faint" />
      <input
        ref={input}
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          document.querySelector<HTMLElement>('[role=tree] [tabindex="0"]')?.focus();
        }}
        aria-label={t('tree.search')}
        placeholder={t('tree.search')}
        className={cn(controlClass, 'pl-7')}
      />
    </div>
  );
}

export function CharacteristicPanel({
  selectedId,
  onSelect,
  leafExtra,
  emptyAction,
  onStand,
}: CharacteristicPanelProps) {
  const { t } = useTranslation();
  const plantId = usePlantSelection((state) => state.plantId);
  const hierarchy = useHierarchy(plantId);
  const characteristics = useCharacteristics(plantId);
  const { collapsed, setExpanded } = useCollapsedNodes();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<StateFilter>('all');

  const counts = useMemo(() => countStates(characteristics.data ?? []), [characteristics.data]);
  const rows = useMemo(
    () =>
      treeRows({
        nodes: hierarchy.data ?? [],
        characteristics: characteristics.data ?? [],
        filter,
        search,
        collapsed: new Set(collapsed),
      }),
    [hierarchy.data, characteristics.data, filter, search, collapsed],
  );

  const body = () => {
    if (plantId === null) return <EmptyState title={t('tree.selectPlant')} />;
    if (hierarchy.isPending || characteristics.isPending) return <LoadingState text={t('tree.loading')} />;
    const failed = hierarchy.error ?? characteristics.error;
    if (failed && rows.length === 0) {
      const retry = () => void Promise.all([hierarchy.refetch(), characteristics.refetch()]);
      return <ErrorState title={t('tree.failed')} error={failed} onRetry={retry} />;
    }
    if (rows.length === 0) {
      return counts.all === 0 ? (
        <EmptyState title={t('tree.empty')} action={emptyAction} />
      ) : (
        <EmptyState title={t('tree.noMatch')} />
      );
    }
    return (
      <CharacteristicTree
        rows={rows}
        selectedId={selectedId}
        onSelect={onSelect}
        onToggle={setExpanded}
        leafExtra={leafExtra}
        onStand={onStand}
      />
    );
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2">
      <SearchBox value={search} onChange={setSearch} />
      <Segmented
        label={t('tree.filters')}
        value={filter}
        onChange={setFilter}
        stretch
        className="[&>button]:gap-1 [&>button]:text-xs"
        options={filters.map((value) => ({
          value,
          label: (
            <>
              {t(`tree.${value}`)}
              <span className="text-xs text-ink-muted tabular">{counts[value]}</span>
            </>
          ),
        }))}
      />
      <div className="-mx-1 min-h-0 flex-1 scroll-thin overflow-y-auto px-1">{body()}</div>
    </div>
  );
}
