// One server: its state in words, what comes in, and what it complains about.
import { Ago } from '@/shared/ui/ago';
import { Card } from '@/shared/ui/card';
import { formatDayTime, parseTime } from '@/shared/lib/format';
import { cn } from '@/shared/lib/cn';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProtocolBadge } from '../protocol-badge';
import type { Server } from '../servers';
import { ServerState } from '../server-state';
import { serverLink } from '../links';
import { EdgeNodes } from '../sparkplug/edge-nodes';
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
const formatLag = (ms: number): string =>
  ms.toLocaleString(undefined, { maximumFractionDigits: ms < 10 ? 1 : 0 });

function Facts({ server, mappings, now }: ServerCardProps) {
  const { t } = useTranslation('connectivity');
  const { status } = server;
  if (!status) return null;
  // Never connected since the server started: figures would be dashes and zeros.
  if (!status.is_connected && status.last_connected === null) {
    return <p className="text-ink-muted tabular">{t('server.mappingCount', { count: mappings })}</p>;
  }
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-4">
      <Fact name={t('server.connectedSince')}>
        {status.connected_since ? formatDayTime(parseTime(status.connected_since)) : DASH}
      </Fact>
      <Fact name={t('server.rate')}>{formatRate(status.messages_per_second)}</Fact>
      <Fact name={t('server.lastMessage')}>
        {status.last_message_at ? <Ago time={status.last_message_at} now={now} /> : DASH}
      </Fact>
      <Fact name={t('server.lag')}>
        {status.lag_ms === null ? DASH : t('server.lagValue', { ms: formatLag(status.lag_ms) })}
      </Fact>
      <Fact name={t('server.mappings')}>{mappings}</Fact>
      <Fact name={t('server.received')}>{status.messages_received.toLocaleString()}</Fact>
      <Fact name={t('server.rejected')} {...(status.rejected_count > 0 ? { tone: 'caution' as const } : {})}>
        {status.rejected_count.toLocaleString()}
      </Fact>
      <Fact name={t('server.duplicates')}>{status.duplicates_dropped.toLocaleString()}</Fact>
    </dl>
  );
}

interface ServerCardProps {
  server: Server;
  mappings: number;
  now: number;
}

export function ServerCard(props: ServerCardProps) {
  const { server, now } = props;
  const { t } = useTranslation('connectivity');
  const { status, error } = server;
  return (
    <Card aria-label={server.name} className="flex flex-col gap-2.5 p-3">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="font-semibold">
          <Link to={serverLink(server)} className="hover:text-accent hover:underline">
            {server.name}
          </Link>
        </h3>
        <ProtocolBadge protocol={server.protocol} />
        <span className="min-w-0 flex-1 truncate font-mono text-xs text-ink-muted">{server.endpoint}</span>
        {status?.protocol && (
          <span className="text-xs text-ink-muted">
            {t('server.version', { version: status.protocol })}
            {status.reconnects > 0 && ` · ${t('server.reconnects', { count: status.reconnects })}`}
          </span>
        )}
        <ServerState server={server} />
      </header>
      {error !== null && (
        <p
          className={cn(
            'rounded-md px-2.5 py-1.5 break-words',
            server.state === 'failed' ? 'bg-alarm-soft text-alarm' : 'bg-caution-soft text-caution',
          )}
        >
          {error}
          {server.state === 'failed' && ` ${t('server.keepsTrying')}`}
        </p>
      )}
      <Facts {...props} />
      {status && status.outbound_queued > 0 && (
        <p className="text-xs text-caution tabular">
          {t('server.queued', { count: status.outbound_queued })}
        </p>
      )}
      {typeof status?.sparkplug_connected === 'boolean' && <EdgeNodes brokerId={server.id} now={now} />}
      {status?.last_rejection && (
        <p className="text-xs text-ink-muted">
          {t('server.lastRejection')}{' '}
          <span className="font-mono break-all text-ink">{status.last_rejection}</span>
        </p>
      )}
    </Card>
  );
}
