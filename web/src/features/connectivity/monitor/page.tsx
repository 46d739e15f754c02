// Monitor: is data coming in, and if not, why.
import type { Source } from '@/shared/connectivity/source';
import { useSources } from '@/shared/connectivity/use-sources';
import { useNow } from '@/shared/lib/use-now';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Card } from '@/shared/ui/card';
import { Loaded } from '@/shared/ui/loaded';
import { useTranslation } from 'react-i18next';
import { NoServers } from '../no-servers';
import type { Server } from '../servers';
import { StaleNotice } from '../stale-notice';
import { useServers } from '../use-servers';
import { DataFlow } from './data-flow';
import { pipelineOf } from './pipeline';
import { ServerCard } from './server-card';
import { StatCards } from './stat-cards';

interface MonitorProps {
  servers: readonly Server[];
  sources: readonly Source[];
}

function Monitor({ servers, sources }: MonitorProps) {
  const { t } = useTranslation('connectivity');
  const now = useNow(1_000);
  const pipeline = pipelineOf(servers, sources, now);
  const mappingsOf = ({ protocol, id }: Server) =>
    sources.filter((source) => source.protocol === protocol && source.serverId === id).length;
  return (
    <>
      <StatCards pipeline={pipeline} />
      {servers.length === 0 ? (
        <Card className="flex-1">
          <NoServers />
        </Card>
      ) : (
        <>
          <DataFlow pipeline={pipeline} now={now} />
          <section aria-labelledby="server-status" className="flex flex-col gap-2">
            <h2 id="server-status" className="px-1 text-base font-semibold">
              {t('monitor.serverStatus')}
            </h2>
            <div className="grid grid-cols-1 gap-2.5 xl:grid-cols-2">
              {servers.map((server) => (
                <ServerCard key={server.key} server={server} mappings={mappingsOf(server)} now={now} />
              ))}
            </div>
          </section>
        </>
      )}
    </>
  );
}

export function Component() {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const servers = useServers();
  const sources = useSources(plantId);
  const error = servers.error ?? sources.error;
  const refetch = () => {
    servers.refetch();
    sources.refetch();
  };
  const data = servers.data && sources.sources && { servers: servers.data, sources: sources.sources };
  return (
    <Loaded
      query={{ data, error, refetch }}
      texts={{ loading: t('monitor.loading'), failed: t('monitor.failed') }}
    >
      {(known) => (
        <div className="flex min-h-0 flex-1 scroll-thin flex-col gap-2.5 lg:overflow-y-auto">
          {error && <StaleNotice error={error} onRetry={refetch} />}
          <Monitor {...known} />
        </div>
      )}
    </Loaded>
  );
}
