// Connecting and closing a server's connection, and telling how it went.
import { useConnectBroker, useDisconnectBroker } from '@/shared/api/queries/brokers';
import { useConnectOpcuaServer, useDisconnectOpcuaServer } from '@/shared/api/queries/opcua-servers';
import { useErrorText } from '@/shared/api/use-error-text';
import { type ConnectionStatus, connectionError } from '@/shared/connectivity/connection-state';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import type { Server } from '../servers';

interface Connection {
  connect: () => void;
  disconnect: () => void;
  isPending: boolean;
}

export function useConnection({ id, name, protocol }: Pick<Server, 'id' | 'name' | 'protocol'>): Connection {
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  const opening = { mqtt: useConnectBroker(), opcua: useConnectOpcuaServer() }[protocol];
  const closing = { mqtt: useDisconnectBroker(), opcua: useDisconnectOpcuaServer() }[protocol];
  return {
    connect: () =>
      opening.mutate(id, {
        onSuccess: (status: ConnectionStatus) => {
          if (status.is_connected) toast.success(t('servers.connectedTo', { name }));
          else toast.error(t('servers.connectFailed', { name }), connectionError(status) ?? undefined);
        },
        onError: (error) => toast.error(t('servers.connectFailed', { name }), errorText(error)),
      }),
    disconnect: () =>
      closing.mutate(id, {
        onSuccess: () => toast.success(t('servers.disconnectedFrom', { name })),
        onError: (error) => toast.error(t('servers.disconnectFailed', { name }), errorText(error)),
      }),
    isPending: opening.isPending || closing.isPending,
  };
}
