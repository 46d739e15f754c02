// The topics that discovery has found, as a tree or as a list.
import { useTopicList, useTopicTree } from '@/shared/api/queries/topics';
import { Card } from '@/shared/ui/card';
import { Segmented } from '@/shared/ui/segmented';
import { EmptyState, ErrorState, LoadingState, Spinner } from '@/shared/ui/states';
import { Radar } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchBox } from '@/shared/ui/search-box';
import { TopicList } from './topic-list';
import { countTopics } from './topic-rows';
import { TopicTree } from './topic-tree';
import type { BrowseState } from './use-browse-state';
import { rememberDiscovery } from './use-discovery';

interface TopicPanelProps {
  serverId: number;
  state: BrowseState;
  onChange: (change: Partial<BrowseState>) => void;
  isStarted: boolean;
}

export function TopicPanel({ serverId, state, onChange, isStarted }: TopicPanelProps) {
  const { t } = useTranslation('connectivity');
  const [search, setSearch] = useState('');
  const asked = useDeferredValue(search.trim());
  const isTree = state.view === 'tree';
  const tree = useTopicTree(serverId, isStarted, isTree);
  const list = useTopicList(serverId, asked, isStarted, !isTree);
  const query = isTree ? tree : list;
  const count = isTree ? tree.data && countTopics(tree.data) : list.data?.length;
  const hasTopics = count !== undefined && count > 0;
  useEffect(() => {
    if (hasTopics) rememberDiscovery(serverId, true);
  }, [hasTopics, serverId]);
  const select = (topic: string) => onChange({ topic });

  const body = () => {
    if (count === undefined) {
      return query.error ? (
        <ErrorState title={t('browse.failed')} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <LoadingState text={t('browse.loading')} />
      );
    }
    if (count === 0 && search === '') {
      return isStarted ? (
        <LoadingState text={t('browse.scanning')} />
      ) : (
        <EmptyState
          icon={<Radar aria-hidden size={28} />}
          title={t('browse.emptyTitle')}
          hint={t('browse.notStarted')}
        />
      );
    }
    if (isTree && tree.data) {
      return <TopicTree root={tree.data} search={asked} selected={state.topic} onSelect={select} />;
    }
    if (count === 0) return <EmptyState title={t('browse.noMatch')} />;
    return <TopicList topics={list.data ?? []} selected={state.topic} onSelect={select} />;
  };

  return (
    <Card aria-label={t('browse.topics')} className="flex min-h-64 flex-col p-2.5 lg:min-h-0">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <SearchBox
          label={t('browse.search')}
          value={search}
          onChange={setSearch}
          className="min-w-40 flex-1"
        />
        <Segmented
          label={t('browse.view')}
          value={state.view}
          onChange={(view) => onChange({ view })}
          options={[
            { value: 'tree', label: t('browse.tree') },
            { value: 'list', label: t('browse.list') },
          ]}
        />
      </div>
      <div className="-mx-1 min-h-0 flex-1 scroll-thin overflow-y-auto px-1">{body()}</div>
      {hasTopics && (
        <p className="mt-2 flex items-center gap-2 text-xs text-ink-muted tabular">
          <Spinner className="size-3.5!" />
          {t('browse.count', { count })}
        </p>
      )}
    </Card>
  );
}
