import { useDeleteBroker } from '@/shared/api/queries/brokers';
import { useOpcuaMappings } from '@/shared/api/queries/opcua-mappings';
import { useDeleteOpcuaServer } from '@/shared/api/queries/opcua-servers';
import { useMappings } from '@/shared/api/queries/tags';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
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
  const { t } = useTranslation(['connectivity', 'common']);
  const count = useMappingCount(server);
  const remove = { mqtt: useDeleteBroker(), opcua: useDeleteOpcuaServer() }[server.protocol];
  const errorText = useErrorText();
  const { name } = server;
  const run = async (): Promise<void> => {
    try {
      await remove.mutateAsync(server.id);
      toast.success(t('delete.done', { name }));
      onClose();
    } catch (error) {
      toast.error(t('delete.failed', { name }), errorText(error));
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('delete.title', { name })}
      description={server.endpoint}
    >
      <p>{t('delete.body')}</p>
      {count > 0 && (
        <p className="mt-2 rounded-md bg-caution-soft px-3 py-2 text-caution">
          {t(server.protocol === 'mqtt' ? 'delete.mappings' : 'delete.nodeMappings', { count })}
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button variant="danger" busy={remove.isPending} onClick={() => void run()}>
          {t('delete.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
