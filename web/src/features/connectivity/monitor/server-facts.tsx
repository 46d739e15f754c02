// What comes in through a server, in figures. Those that tell of trouble are shown for OPC UA only where there is some.
import type { BrokerStatus, OpcuaStatus } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { formatCount, formatDayTime, formatRough, parseTime } from '@/shared/lib/format';
import { Ago } from '@/shared/ui/ago';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Server } from '../servers';
import { formatRate } from './pipeline';

function Fact({ name, tone, children }: { name: string; tone?: 'caution'; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-xs text-ink-muted">{name}</dt>
      <dd className={cn('font-medium tabular', tone === 'caution' && 'text-caution')}>{children}</dd>
    </div>
  );
}

const DASH = '–';
const formatLag = (ms: number): string => formatRough(ms);

const caution = (count: number) => (count > 0 ? { tone: 'caution' as const } : {});

function MqttFacts({ status }: { status: BrokerStatus }) {
  const { t } = useTranslation('connectivity');
  return (
    <>
      <Fact name={t('server.received')}>{formatCount(status.messages_received)}</Fact>
      <Fact name={t('server.rejected')} {...caution(status.rejected_count)}>
        {formatCount(status.rejected_count)}
      </Fact>
      <Fact name={t('server.duplicates')}>{formatCount(status.duplicates_dropped)}</Fact>
    </>
  );
}

/** What is worth a look when it is not zero, most serious first. */
const TROUBLES = ['lost', 'overflow', 'rejected', 'uncertain'] as const;

function OpcuaFacts({ status }: { status: OpcuaStatus }) {
  const { t } = useTranslation('connectivity');
  const troubles = TROUBLES.filter((trouble) => status[`${trouble}_count`] > 0);
  return (
    <>
      <Fact name={t('server.received')}>{formatCount(status.values_received)}</Fact>
      <Fact name={t('server.nodes')}>{formatCount(status.monitored_nodes.length)}</Fact>
      {status.duplicates_dropped > 0 && (
        <Fact name={t('server.duplicates')}>{formatCount(status.duplicates_dropped)}</Fact>
      )}
      {troubles.map((trouble) => (
        <Fact key={trouble} name={t(`server.${trouble}`)} tone="caution">
          <span title={t(`server.troubles.${trouble}`)}>{formatCount(status[`${trouble}_count`])}</span>
        </Fact>
      ))}
    </>
  );
}

interface ServerFactsProps {
  server: Server;
  mappings: number;
  now: number;
}

export function ServerFacts({ server, mappings, now }: ServerFactsProps) {
  const { t } = useTranslation('connectivity');
  const { status } = server;
  if (!status) return null;
  // Never connected since the server started: figures would be dashes and zeros.
  if (!status.is_connected && status.last_connected === null) {
    return <p className="text-ink-muted tabular">{t('server.mappingCount', { count: mappings })}</p>;
  }
  const lastReceivedAt =
    server.protocol === 'mqtt' ? server.status?.last_message_at : server.status?.last_value_at;
  const isMqtt = server.protocol === 'mqtt';
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-4">
      <Fact name={t('server.connectedSince')}>
        {status.connected_since ? formatDayTime(parseTime(status.connected_since)) : DASH}
      </Fact>
      <Fact name={t(isMqtt ? 'server.rate' : 'server.valueRate')}>{formatRate(server.rate)}</Fact>
      <Fact name={t(isMqtt ? 'server.lastMessage' : 'server.lastValue')}>
        {lastReceivedAt ? <Ago time={lastReceivedAt} now={now} /> : DASH}
      </Fact>
      <Fact name={t('server.lag')}>
        {status.lag_ms === null ? DASH : t('server.lagValue', { ms: formatLag(status.lag_ms) })}
      </Fact>
      <Fact name={t('server.mappings')}>{mappings}</Fact>
      {server.protocol === 'mqtt'
        ? server.status && <MqttFacts status={server.status} />
        : server.status && <OpcuaFacts status={server.status} />}
    </dl>
  );
}
