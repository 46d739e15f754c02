import type { DiscoveredTopic } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { useNow } from '@/shared/lib/use-now';
import { Ago } from '@/shared/ui/ago';
import { Badge } from '@/shared/ui/badge';
import { useTranslation } from 'react-i18next';

const MOST = 300;

interface TopicListProps {
  topics: readonly DiscoveredTopic[];
  selected: string | null;
  onSelect: (topic: string) => void;
}

/** Most recently seen first. */
export function TopicList({ topics, selected, onSelect }: TopicListProps) {
  const { t } = useTranslation('connectivity');
  const now = useNow(1_000);
  return (
    <>
      <ul aria-label={t('browse.topics')} className="divide-y divide-line">
        {topics.slice(0, MOST).map((topic) => (
          <li key={topic.topic}>
            <button
              type="button"
              aria-pressed={topic.topic === selected}
              onClick={() => onSelect(topic.topic)}
              className={cn(
                'flex w-full flex-col rounded-md px-2 py-1 text-left outline-offset-[-2px]',
                topic.topic === selected ? 'bg-accent-soft text-accent-strong' : 'hover:bg-sunken',
              )}
            >
              <span className="flex w-full items-center gap-1.5">
                <span className="min-w-0 flex-1 font-mono text-xs break-all">{topic.topic}</span>
                {topic.is_sparkplug && (
                  <Badge
                    tone="info"
                    title={t('browse.sparkplugHint', { count: topic.sparkplug_metrics.length })}
                  >
                    {topic.sparkplug_message_type ?? t('browse.sparkplug')}
                  </Badge>
                )}
              </span>
              <span className="text-xs text-ink-muted tabular">
                {t('counts.messages', { count: topic.message_count })}
                {' · '}
                {t('browse.bytes', { count: topic.last_payload_size })}
                {' · '}
                <Ago time={topic.last_seen} now={now} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {topics.length > MOST && (
        <p className="p-2 text-xs text-ink-muted">{t('browse.more', { count: topics.length - MOST })}</p>
      )}
    </>
  );
}
