import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface DeleteDialogProps {
  name: string;
  body: string;
  remove: () => Promise<unknown>;
  onClose: () => void;
}

export function DeleteDialog({ name, body, remove, onClose }: DeleteDialogProps) {
  const { t } = useTranslation(['notifications', 'common']);
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      await remove();
      toast.success(t('delete.done', { name }));
    } catch (error) {
      toast.error(t('delete.failed', { name }), errorText(error));
    }
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('delete.title', { name })}>
      <p>{body}</p>
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button variant="danger" busy={busy} onClick={() => void run()}>
          {t('delete.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
