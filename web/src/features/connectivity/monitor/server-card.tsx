// One server: its state in words, what comes in, and what it complains about.
import { Card } from '@/shared/ui/card';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { serverLink } from '../links';
import { ProtocolBadge } from '../protocol-badge';
import { ServerError } from '../server-error';
import { ServerState } from '../server-state';
import type { Server } from '../servers';
import { EdgeNodes } from '../sparkplug/edge-nodes';
import { ServerFacts } from './server-facts';

interface ServerCardProps {
  server: Server;
  mappings: number;
  now: number;
}

function Title({ server }: { server: Server }) {
  const { t } = useTranslation('connectivity');
  const { status } = server;
  const version =
    server.protocol === 'mqtt' && server.status?.protocol
      ? t('server.version', { version: server.status.protocol })
      : null;
  const reconnects =
    status && status.reconnects > 0 ? t('server.reconnects', { count: status.reconnects }) : null;
  return (
    <header className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <h3 className="font-semibold">
        <Link to={serverLink(server)} className="hover:text-accent hover:underline">
          {server.name}
        </Link>
      </h3>
      <ProtocolBadge protocol={server.protocol} />
      <span className="min-w-0 flex-1 truncate font-mono text-xs text-ink-muted">{server.endpoint}</span>
      <span className="text-xs text-ink-muted">{[version, reconnects].filter(Boolean).join(' · ')}</span>
      <ServerState server={server} />
    </header>
  );
}

export function ServerCard({ server, mappings, now }: ServerCardProps) {
  const { t } = useTranslation('connectivity');
  const { status } = server;
  return (
    <Card aria-label={server.name} className="flex flex-col gap-2.5 p-3">
      <Title server={server} />
      <ServerError server={server} className="rounded-md px-2.5 py-1.5" isFilled />
      <ServerFacts server={server} mappings={mappings} now={now} />
      {server.protocol === 'mqtt' && server.status && server.status.outbound_queued > 0 && (
        <p className="text-xs text-caution tabular">
          {t('server.queued', { count: server.status.outbound_queued })}
        </p>
      )}
      {server.protocol === 'mqtt' && typeof server.status?.sparkplug_connected === 'boolean' && (
        <EdgeNodes brokerId={server.id} now={now} />
      )}
      {server.protocol === 'mqtt' && (
        <details className="text-xs text-ink-muted">
          <summary className="w-fit cursor-pointer rounded">{t('monitor.away')}</summary>
          <p className="mt-1 max-w-prose">{t('monitor.awayText')}</p>
        </details>
      )}
      {status?.last_rejection && (
        <p className="text-xs text-ink-muted">
          {t('server.lastRejection')}{' '}
          <span className="font-mono break-all text-ink">{status.last_rejection}</span>
        </p>
      )}
    </Card>
  );
}
