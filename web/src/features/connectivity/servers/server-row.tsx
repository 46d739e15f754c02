import { useCan } from '@/shared/auth/roles';
import { Badge } from '@/shared/ui/badge';
import { Button, IconButton } from '@/shared/ui/button';
import { Pencil, Plug, Server as ServerIcon, Trash2, Unplug } from 'lucide-react';
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
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3 py-2 last:border-b-0 hover:bg-sunken">
      <ServerIcon size={18} aria-hidden className="shrink-0 text-ink-faint" />
      <div className="min-w-56 flex-1">
        <div className="flex flex-wrap items-center gap-x-2">
          <Link to={serverLink(server)} className="font-semibold hover:text-accent hover:underline">
            {name}
          </Link>
          <ProtocolBadge protocol={server.protocol} />
          {server.plantId === null && <Badge>{t('servers.everyPlant')}</Badge>}
        </div>
        <p className="truncate font-mono text-xs text-ink-muted">{server.endpoint}</p>
        <ServerError server={server} className="text-xs" />
      </div>
      <div className="w-32">
        <ServerState server={server} />
      </div>
      <div className="flex items-center gap-1">
        <ConnectionButton server={server} />
        <IconButton
          label={t('servers.edit', { name })}
          onClick={() => void navigate(serverLink(server))}
          className="size-7!"
        >
          <Pencil size={14} aria-hidden />
        </IconButton>
        {canDelete && (
          <IconButton
            label={t('servers.delete', { name })}
            onClick={() => onDelete(server)}
            className="size-7! hover:text-alarm!"
          >
            <Trash2 size={14} aria-hidden />
          </IconButton>
        )}
      </div>
    </li>
  );
}
