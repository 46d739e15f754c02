// Where the values of the characteristic come from, and whether they still do. For those who may read mappings.
import { useBrokerStatus } from '@/shared/api/queries/brokers';
import { useOpcuaStatus } from '@/shared/api/queries/opcua-servers';
import type { Characteristic } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { healthTone, sourceHealth } from '@/shared/connectivity/source-health';
import type { ConnectionStatus } from '@/shared/connectivity/connection-state';
import type { Source } from '@/shared/connectivity/source';
import { useSources } from '@/shared/connectivity/use-sources';
import { cn } from '@/shared/lib/cn';
import { useNow } from '@/shared/lib/use-now';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Ago } from '@/shared/ui/ago';
import type { Tone } from '@/shared/ui/badge';
import { Cable } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** Slower than the hub: this line stands beside a chart that moves by itself. */
const POLL_MS = 10_000;

const toneClass: Record<Tone, string> = {
  alarm: 'text-alarm',
  caution: 'text-caution',
  ok: 'text-ok',
  info: 'text-info',
  neutral: 'text-ink-muted',
};

/** Of the connection that the source comes through. */
function useStatus(source: Source | undefined): ConnectionStatus | undefined {
  const idOf = (protocol: Source['protocol']) => (source?.protocol === protocol ? source.serverId : null);
  const broker = useBrokerStatus(idOf('mqtt'), POLL_MS);
  const server = useOpcuaStatus(idOf('opcua'), POLL_MS);
  return source?.protocol === 'opcua' ? server.data : broker.data;
}

function Line({ characteristic }: { characteristic: Characteristic }) {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const { sources } = useSources(plantId, POLL_MS);
  const source = sources?.find(({ characteristicId }) => characteristicId === characteristic.id);
  const status = useStatus(source);
  const now = useNow(1_000);
  if (!source) return null;
  const health = sourceHealth(source, status);
  const tone = toneClass[healthTone[health]];
  const text = t(`source.${source.protocol}`, { address: source.address });
  return (
    <p
      data-testid="source"
      data-health={health}
      className="flex min-w-0 items-center gap-1.5 text-xs text-ink-muted"
    >
      <Cable size={13} aria-hidden className={cn('shrink-0', tone)} />
      <Link
        to="/connectivity/mapping"
        aria-label={`${t('source.label')}: ${text}`}
        className="max-w-64 truncate hover:text-accent hover:underline"
      >
        {text}
      </Link>
      {health !== 'live' && <span className={cn('font-medium', tone)}>· {t(`source.${health}`)}</span>}
      {source.lastReceivedAt && (
        <span className="whitespace-nowrap">
          {'· '}
          {t('source.lastReceived')} <Ago time={source.lastReceivedAt} now={now} />
        </span>
      )}
    </p>
  );
}

export function SourceLine({ characteristic }: { characteristic: Characteristic }) {
  const canRead = useCan('engineer');
  return canRead && characteristic.data_source ? <Line characteristic={characteristic} /> : null;
}
