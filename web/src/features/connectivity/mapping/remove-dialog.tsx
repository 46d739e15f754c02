import { useUnmapTag } from '@/shared/api/queries/tags';
import type { TagMapping } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';

export function RemoveDialog({ mapping, onClose }: { mapping: TagMapping; onClose: () => void }) {
  const { t } = useTranslation(['connectivity', 'common']);
  const remove = useUnmapTag();
  const errorText = useErrorText();
  const name = mapping.characteristic_name;
  const run = async (): Promise<void> => {
    try {
      await remove.mutateAsync(mapping.characteristic_id);
      toast.success(t('remove.done', { name }));
      onClose();
    } catch (error) {
      toast.error(t('remove.failed', { name }), errorText(error));
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('remove.title', { name })}
      description={mapping.mqtt_topic}
    >
      <p>{t('remove.body')}</p>
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button variant="danger" busy={remove.isPending} onClick={() => void run()}>
          {t('remove.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
