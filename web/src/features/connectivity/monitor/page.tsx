// Monitor: is data coming in, and if not, why.
import { useSources } from '@/shared/connectivity/use-sources';
import { useNow } from '@/shared/lib/use-now';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Card } from '@/shared/ui/card';
import { ErrorState, LoadingState } from '@/shared/ui/states';
import { useTranslation } from 'react-i18next';
import { NoServers } from '../no-servers';
import type { Server } from '../servers';
import { StaleNotice } from '../stale-notice';
import { useServers } from '../use-servers';
import { DataFlow } from './data-flow';
import { pipelineOf } from './pipeline';
import { ServerCard } from './server-card';
import { StatCards } from './stat-cards';

export function Component() {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const { servers, error, refetch } = useServers();
  const { sources, error: sourceError, refetch: refetchSources } = useSources(plantId);
  const now = useNow(1_000);
  const failed = error ?? sourceError;
  const retry = () => {
    refetch();
    refetchSources();
  };

  if (!servers || !sources) {
    return (
      <Card className="flex-1">
        {failed ? (
          <ErrorState title={t('monitor.failed')} error={failed} onRetry={retry} />
        ) : (
          <LoadingState text={t('monitor.loading')} />
        )}
      </Card>
    );
  }
  const pipeline = pipelineOf(servers, sources, now);
  const mappingsOf = ({ protocol, id }: Server) =>
    sources.filter((source) => source.protocol === protocol && source.serverId === id).length;
  return (
    <div className="flex min-h-0 flex-1 scroll-thin flex-col gap-2.5 lg:overflow-y-auto">
      {failed && <StaleNotice error={failed} onRetry={retry} />}
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
    </div>
  );
}
