import { useDeleteSample } from '@/shared/api/queries/samples';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { forgetResult } from '@/shared/entry/entry-store';
import type { ActionDialogProps } from './action-dialog';

export function DeleteDialog({ sample, characteristic, onClose }: ActionDialogProps) {
  const { t } = useTranslation(['dataEntry', 'common']);
  const remove = useDeleteSample();
  const errorText = useErrorText();
  const name = sample.display_key;
  const run = async (): Promise<void> => {
    try {
      await remove.mutateAsync(sample.id);
      forgetResult(characteristic.id, sample.id);
      toast.success(t('delete.done', { name }));
      onClose();
    } catch (error) {
      toast.error(t('delete.failed'), errorText(error));
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('delete.title', { name })}
      description={characteristic.name}
    >
      <p>{t('delete.body')}</p>
      <p className="mt-2 text-ink-muted">{t('delete.hint')}</p>
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button variant="danger" busy={remove.isPending} onClick={() => void run()}>
          {t('delete.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
