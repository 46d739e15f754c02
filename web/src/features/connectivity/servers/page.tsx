// Servers: what is set up, its state, and what can be done with it.
import { AddressNotice } from '@/shared/address/address-notice';
import { useUnmet } from '@/shared/address/use-unmet';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { Loaded } from '@/shared/ui/loaded';
import { EmptyState } from '@/shared/ui/states';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { AddServerButton } from '../add-server-button';
import { CERTIFICATES } from '../links';
import { NoServers } from '../no-servers';
import { ProtocolChips } from '../protocol-chips';
import { protocolFilter, SERVER_RULES } from '../protocols';
import { SearchBox } from '@/shared/ui/search-box';
import { countByProtocol, filterServers, type Server } from '../servers';
import { StaleNotice } from '../stale-notice';
import { useServers } from '../use-servers';
import { DeleteDialog } from './delete-dialog';
import { ServerRow } from './server-row';

interface ServerListProps {
  servers: readonly Server[];
  /** Those that match what is asked for. */
  shown: readonly Server[];
  onShowAll: () => void;
  onDelete: (server: Server) => void;
}

function ServerList({ servers, shown, onShowAll, onDelete }: ServerListProps) {
  const { t } = useTranslation('connectivity');
  return (
    <Card className="flex min-h-0 flex-1 scroll-thin flex-col overflow-y-auto">
      {servers.length === 0 ? (
        <NoServers />
      ) : shown.length === 0 ? (
        <EmptyState
          title={t('servers.noMatch')}
          action={<Button onClick={onShowAll}>{t('servers.showAll')}</Button>}
        />
      ) : (
        <ul aria-label={t('nav.servers')}>
          {shown.map((server) => (
            <ServerRow key={server.key} server={server} onDelete={onDelete} />
          ))}
        </ul>
      )}
    </Card>
  );
}

export function Component() {
  const { t } = useTranslation('connectivity');
  const query = useServers();
  const { error, refetch } = query;
  const [params, setParams] = useSearchParams();
  const [asked, setAsked] = useState<Server | null>(null);
  const unmet = useUnmet(SERVER_RULES);
  const filter = protocolFilter(params.get('protocol'));
  const search = params.get('q') ?? '';
  const change = (name: 'protocol' | 'q', value: string) =>
    setParams(
      (current) => {
        const next = new URLSearchParams(current);
        if (value === '' || value === 'all') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );

  return (
    <Loaded query={query} texts={{ loading: t('servers.loading'), failed: t('servers.failed') }}>
      {(servers) => (
        <>
          {error !== null && <StaleNotice error={error} onRetry={refetch} />}
          <AddressNotice
            unmet={unmet}
            onAdopt={() => setParams(search === '' ? {} : { q: search }, { replace: true })}
            shown={{ protocol: t('protocols.all') }}
          />
          <div className="flex flex-wrap items-center gap-2.5">
            <p className="text-ink-muted tabular">{t('servers.count', { count: servers.length })}</p>
            <ProtocolChips
              value={filter}
              onChange={(value) => change('protocol', value)}
              counts={countByProtocol(servers)}
            />
            <SearchBox
              label={t('servers.search')}
              value={search}
              onChange={(value) => change('q', value)}
              className="w-64"
            />
            <div className="flex-1" />
            {servers.some(({ protocol }) => protocol === 'opcua') && (
              <Link to={CERTIFICATES} className="font-medium text-accent hover:underline">
                {t('certificates.title')}
              </Link>
            )}
            {servers.length > 0 && <AddServerButton />}
          </div>
          <ServerList
            servers={servers}
            shown={filterServers(servers, filter, search)}
            onShowAll={() => setParams(new URLSearchParams(), { replace: true })}
            onDelete={setAsked}
          />
          {asked && <DeleteDialog server={asked} onClose={() => setAsked(null)} />}
        </>
      )}
    </Loaded>
  );
}
