import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { useTranslation } from 'react-i18next';

interface DeleteDialogProps {
  name: string;
  body: string;
  remove: () => Promise<unknown>;
  onClose: () => void;
}

export function DeleteDialog({ name, body, remove, onClose }: DeleteDialogProps) {
  const { t } = useTranslation('notifications');
  return (
    <ConfirmDialog
      title={t('delete.title', { name })}
      confirmLabel={t('delete.confirm')}
      run={remove}
      told={{ done: t('delete.done', { name }), failed: t('delete.failed', { name }) }}
      closesAnyway
      onClose={onClose}
    >
      <p>{body}</p>
    </ConfirmDialog>
  );
}
