// What a broker carries: its topics on the left, the chosen one on the right.
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { EmptyState } from '@/shared/ui/states';
import { Play, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MqttServer } from '../servers';
import { TopicDetail } from './topic-detail';
import { TopicPanel } from './topic-panel';
import type { BrowseState } from './use-browse-state';
import { useDiscovery } from './use-discovery';

/** Topics are collected only while somebody asks for it. */
export function DiscoveryButtons({ serverId }: { serverId: number }) {
  const { t } = useTranslation('connectivity');
  const { isStarted, isPending, start, stop } = useDiscovery(serverId);
  return (
    <>
      <Button
        variant={isStarted ? 'secondary' : 'primary'}
        icon={<Play size={14} aria-hidden />}
        disabled={isStarted || isPending}
        onClick={() => start(serverId)}
      >
        {t(isStarted ? 'browse.discovering' : 'browse.start')}
      </Button>
      <Button
        icon={<Square size={13} aria-hidden />}
        disabled={isPending}
        title={t('browse.stopHint')}
        onClick={() => stop(serverId)}
      >
        {t('browse.stop')}
      </Button>
    </>
  );
}

interface TopicBrowserProps {
  server: MqttServer;
  state: BrowseState;
  onChange: (change: Partial<BrowseState>) => void;
}

export function TopicBrowser({ server, state, onChange }: TopicBrowserProps) {
  const { t } = useTranslation('connectivity');
  const { isStarted } = useDiscovery(server.id);
  return (
    <div className="grid min-h-0 flex-1 gap-2.5 lg:grid-cols-[minmax(18rem,1fr)_minmax(24rem,1.2fr)]">
      <TopicPanel serverId={server.id} state={state} onChange={onChange} isStarted={isStarted} />
      <div className="flex min-h-0 scroll-thin flex-col gap-2.5 lg:overflow-y-auto">
        {state.topic === null ? (
          <Card className="flex-1">
            <EmptyState title={t('browse.selectTopic')} hint={t('browse.selectTopicHint')} />
          </Card>
        ) : (
          <TopicDetail key={`${server.key} ${state.topic}`} server={server} topic={state.topic} />
        )}
      </div>
    </div>
  );
}
