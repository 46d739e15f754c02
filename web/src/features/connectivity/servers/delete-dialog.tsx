import { useDeleteBroker } from '@/shared/api/queries/brokers';
import { useOpcuaMappings } from '@/shared/api/queries/opcua-mappings';
import { useDeleteOpcuaServer } from '@/shared/api/queries/opcua-servers';
import { useMappings } from '@/shared/api/queries/tags';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { useTranslation } from 'react-i18next';
import type { Server } from '../servers';

/** How many mappings, of whatever plant, use the server. */
function useMappingCount({ protocol, id }: Server): number {
  const topics = useMappings({ broker_id: id }, { enabled: protocol === 'mqtt' });
  const nodes = useOpcuaMappings({ server_id: id }, { enabled: protocol === 'opcua' });
  return (protocol === 'mqtt' ? topics : nodes).data?.length ?? 0;
}

/** Says what becomes of the mappings: those of a broker wait for another, those of an OPC UA server go with it. */
export function DeleteDialog({ server, onClose }: { server: Server; onClose: () => void }) {
  const { t } = useTranslation('connectivity');
  const count = useMappingCount(server);
  const remove = { mqtt: useDeleteBroker(), opcua: useDeleteOpcuaServer() }[server.protocol];
  const { name } = server;
  const texts = { done: t('delete.done', { name }), failed: t('delete.failed', { name }) };
  return (
    <ConfirmDialog
      title={t('delete.title', { name })}
      description={server.endpoint}
      confirmLabel={t('delete.confirm')}
      run={() => remove.mutateAsync(server.id)}
      told={texts}
      onClose={onClose}
    >
      <p>{t('delete.body')}</p>
      {count > 0 && (
        <p className="mt-2 rounded-md bg-caution-soft px-3 py-2 text-caution">
          {t(server.protocol === 'mqtt' ? 'delete.mappings' : 'delete.nodeMappings', { count })}
        </p>
      )}
    </ConfirmDialog>
  );
}
