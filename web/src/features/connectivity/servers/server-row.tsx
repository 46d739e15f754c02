import { useCan } from '@/shared/auth/roles';
import { DeleteButton, EditButton, ListRow } from '@/shared/list/list-row';
import { Badge } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { Plug, Server as ServerIcon, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { serverLink } from '../links';
import { ProtocolBadge } from '../protocol-badge';
import { ServerError } from '../server-error';
import { ServerState } from '../server-state';
import type { Server } from '../servers';
import { useConnection } from './use-connection';

interface ServerRowProps {
  server: Server;
  onDelete: (server: Server) => void;
}

/** What is not resting is closed; what rests is connected. */
function ConnectionButton({ server }: { server: Server }) {
  const { t } = useTranslation('connectivity');
  const { connect, disconnect, isPending } = useConnection(server);
  const rests = server.state === 'disconnected' || server.state === 'unknown';
  const action = rests ? 'connect' : 'disconnect';
  const Icon = rests ? Plug : Unplug;
  return (
    <Button
      className="h-7! w-32 px-2.5!"
      icon={<Icon size={14} aria-hidden />}
      busy={isPending}
      aria-label={t(`servers.${action}Name`, { name: server.name })}
      onClick={rests ? connect : disconnect}
    >
      {isPending ? t('servers.busy') : t(`servers.${action}`)}
    </Button>
  );
}

export function ServerRow({ server, onDelete }: ServerRowProps) {
  const { t } = useTranslation('connectivity');
  const navigate = useNavigate();
  const canDelete = useCan('admin');
  const { name } = server;
  return (
    <ListRow
      icon={ServerIcon}
      name={
        <Link to={serverLink(server)} className="font-semibold hover:text-accent hover:underline">
          {name}
        </Link>
      }
      badges={
        <>
          <ProtocolBadge protocol={server.protocol} />
          {server.plantId === null && <Badge>{t('servers.everyPlant')}</Badge>}
        </>
      }
      details={
        <>
          <p className="truncate font-mono text-xs text-ink-muted">{server.endpoint}</p>
          <ServerError server={server} className="text-xs" />
        </>
      }
      state={
        <div className="w-32">
          <ServerState server={server} />
        </div>
      }
      actions={
        <>
          <ConnectionButton server={server} />
          <EditButton label={t('servers.edit', { name })} onClick={() => void navigate(serverLink(server))} />
          {canDelete && (
            <DeleteButton label={t('servers.delete', { name })} onClick={() => onDelete(server)} />
          )}
        </>
      }
    />
  );
}
