import { useDeleteBroker } from '@/shared/api/queries/brokers';
import { useMappings } from '@/shared/api/queries/tags';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import type { Server } from '../servers';

/** Says how many mappings, of whatever plant, would be left without a server. */
export function DeleteDialog({ server, onClose }: { server: Server; onClose: () => void }) {
  const { t } = useTranslation(['connectivity', 'common']);
  const { data: mappings } = useMappings({ broker_id: server.id });
  const remove = useDeleteBroker();
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
      {mappings && mappings.length > 0 && (
        <p className="mt-2 rounded-md bg-caution-soft px-3 py-2 text-caution">
          {t('delete.mappings', { count: mappings.length })}
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
