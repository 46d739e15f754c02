// Browse: what a server carries, what arrives there now, and the shortest way to map it.
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { SelectField } from '@/shared/ui/field';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { FolderTree, Play, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NoServers } from '../no-servers';
import type { Server } from '../servers';
import { ServerState } from '../server-state';
import { useConnection } from '../servers/use-connection';
import { useServers } from '../use-servers';
import { TopicDetail } from './topic-detail';
import { TopicPanel } from './topic-panel';
import { type BrowseState, useBrowseState } from './use-browse-state';
import { useDiscovery } from './use-discovery';

interface BrowserProps {
  server: Server;
  state: BrowseState;
  onChange: (change: Partial<BrowseState>) => void;
  isStarted: boolean;
}

function NotConnected({ server }: { server: Server }) {
  const { t } = useTranslation('connectivity');
  const { connect, isPending } = useConnection(server);
  return (
    <Card className="flex-1">
      <EmptyState
        icon={<FolderTree aria-hidden size={28} />}
        title={t('browse.notConnected', { name: server.name })}
        hint={server.error ?? t('browse.notConnectedHint')}
        action={
          <Button variant="primary" busy={isPending} onClick={connect}>
            {t(isPending ? 'servers.busy' : 'servers.connect')}
          </Button>
        }
      />
    </Card>
  );
}

function Browser({ server, state, onChange, isStarted }: BrowserProps) {
  const { t } = useTranslation('connectivity');
  if (!(server.status?.is_connected ?? false)) return <NotConnected server={server} />;
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

export function Component() {
  const { t } = useTranslation('connectivity');
  const { servers, error, refetch } = useServers();
  const [state, change] = useBrowseState();
  const server = servers?.find(({ id }) => id === state.serverId);
  const discovery = useDiscovery(server?.id ?? null);

  if (!servers || servers.length === 0) {
    return (
      <Card className="flex-1">
        {servers ? (
          <NoServers />
        ) : error ? (
          <ErrorState title={t('servers.failed')} error={error} onRetry={refetch} />
        ) : (
          <LoadingState text={t('servers.loading')} />
        )}
      </Card>
    );
  }
  const isConnected = server?.status?.is_connected ?? false;
  return (
    <>
      <div className="flex flex-wrap items-end gap-2.5">
        <SelectField
          label={t('browse.server')}
          className="w-64"
          value={server?.id ?? ''}
          onChange={({ target }) =>
            change({ serverId: target.value === '' ? null : Number(target.value), topic: null })
          }
        >
          <option value="">{t('browse.selectServer')}</option>
          {servers.map(({ key, id, name }) => (
            <option key={key} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        {server && (
          <span className="flex h-8 items-center">
            <ServerState server={server} />
          </span>
        )}
        <div className="flex-1" />
        {server && isConnected && (
          <>
            <Button
              variant={discovery.isStarted ? 'secondary' : 'primary'}
              icon={<Play size={14} aria-hidden />}
              disabled={discovery.isStarted || discovery.isPending}
              onClick={() => discovery.start(server.id)}
            >
              {t(discovery.isStarted ? 'browse.discovering' : 'browse.start')}
            </Button>
            <Button
              icon={<Square size={13} aria-hidden />}
              disabled={discovery.isPending}
              title={t('browse.stopHint')}
              onClick={() => discovery.stop(server.id)}
            >
              {t('browse.stop')}
            </Button>
          </>
        )}
      </div>
      {server ? (
        <Browser server={server} state={state} onChange={change} isStarted={discovery.isStarted} />
      ) : (
        <Card className="flex-1">
          <EmptyState
            icon={<FolderTree aria-hidden size={28} />}
            title={t('browse.title')}
            hint={t('browse.hint')}
          />
        </Card>
      )}
    </>
  );
}
