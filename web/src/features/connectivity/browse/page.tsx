// Browse: what a server offers, what arrives there now, and the shortest way to map it.
import { AddressNotice } from '@/shared/address/address-notice';
import { useUnmet } from '@/shared/address/use-unmet';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { SelectField } from '@/shared/ui/field';
import { Loaded } from '@/shared/ui/loaded';
import { EmptyState } from '@/shared/ui/states';
import { FolderTree } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NoServers } from '../no-servers';
import { ProtocolBadge } from '../protocol-badge';
import { CertificatesLink } from '../server-error';
import { ServerState } from '../server-state';
import type { Server } from '../servers';
import { useConnection } from '../servers/use-connection';
import { useServers } from '../use-servers';
import { NodeBrowser } from './node-browser';
import { DiscoveryButtons, TopicBrowser } from './topic-browser';
import { BROWSE_RULES, type BrowseState, useBrowseState } from './use-browse-state';
import { useMissing } from './use-missing';

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
          <>
            <Button variant="primary" busy={isPending} onClick={connect}>
              {t(isPending ? 'servers.busy' : 'servers.connect')}
            </Button>
            {server.state === 'untrusted' && <CertificatesLink className="self-center" />}
          </>
        }
      />
    </Card>
  );
}

interface BrowserProps {
  server: Server;
  state: BrowseState;
  onChange: (change: Partial<BrowseState>) => void;
}

function Browser({ server, ...rest }: BrowserProps) {
  // Of a session that another server of ours has, the address space can be asked for all the same.
  const canBrowse = server.isConnected || (server.protocol === 'opcua' && server.state === 'elsewhere');
  if (!canBrowse) return <NotConnected server={server} />;
  return server.protocol === 'mqtt' ? (
    <TopicBrowser server={server} {...rest} />
  ) : (
    <NodeBrowser server={server} {...rest} />
  );
}

interface ServerChoiceProps extends Omit<BrowserProps, 'server'> {
  servers: readonly Server[];
  server: Server | undefined;
}

function ServerChoice({ servers, server, state, onChange }: ServerChoiceProps) {
  const { t } = useTranslation('connectivity');
  return (
    <>
      <div className="flex flex-wrap items-end gap-2.5">
        <SelectField
          label={t('browse.server')}
          className="w-64"
          value={server?.key ?? ''}
          onChange={({ target }) =>
            onChange({
              serverKey: target.value === '' ? null : target.value,
              topic: null,
              node: null,
              // Of the list of topics only a broker knows.
              ...(servers.find(({ key }) => key === target.value)?.protocol === 'mqtt'
                ? {}
                : { view: 'tree' }),
            })
          }
        >
          <option value="">{t('browse.selectServer')}</option>
          {servers.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </SelectField>
        {server && (
          <span className="flex h-8 items-center gap-2">
            <ProtocolBadge protocol={server.protocol} />
            <ServerState server={server} />
          </span>
        )}
        <div className="flex-1" />
        {server?.protocol === 'mqtt' && server.isConnected && <DiscoveryButtons serverId={server.id} />}
      </div>
      {server ? (
        <Browser server={server} state={state} onChange={onChange} />
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

export function Component() {
  const { t } = useTranslation('connectivity');
  const query = useServers();
  const [state, change] = useBrowseState();
  const server = query.data?.find(({ key }) => key === state.serverKey);
  const missing = useMissing(query.data, state);
  const unmet = useUnmet(BROWSE_RULES, missing);

  const notice = (
    <AddressNotice
      unmet={unmet}
      onAdopt={() =>
        change({
          ...(missing.server ? { serverKey: null } : {}),
          ...(missing.view ? { view: 'tree' } : {}),
          ...(missing.topic ? { topic: null } : {}),
          ...(missing.node ? { node: null } : {}),
        })
      }
      shown={{ view: t('browse.tree') }}
    />
  );

  return (
    <Loaded query={query} texts={{ loading: t('servers.loading'), failed: t('servers.failed') }}>
      {(all) => (
        <>
          {notice}
          {all.length === 0 ? (
            <Card className="flex-1">
              <NoServers />
            </Card>
          ) : (
            <ServerChoice servers={all} server={server} state={state} onChange={change} />
          )}
        </>
      )}
    </Loaded>
  );
}
