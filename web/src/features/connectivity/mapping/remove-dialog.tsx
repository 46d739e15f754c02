import type { Source } from '@/shared/connectivity/source';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { useSourceActions } from './use-source-actions';

export function RemoveDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useTranslation(['connectivity', 'common']);
  const { remove, isPending } = useSourceActions(source);
  const errorText = useErrorText();
  const name = source.characteristicName;
  const run = async (): Promise<void> => {
    try {
      await remove();
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
      description={source.address}
    >
      <p>{t('remove.body')}</p>
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button variant="danger" busy={isPending} onClick={() => void run()}>
          {t('remove.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
