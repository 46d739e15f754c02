import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { useTold } from '@/shared/ui/use-told';
import { useTranslation } from 'react-i18next';

interface DeleteDialogProps {
  name: string;
  body: string;
  remove: () => Promise<unknown>;
  onClose: () => void;
}

export function DeleteDialog({ name, body, remove, onClose }: DeleteDialogProps) {
  const { t } = useTranslation('notifications');
  const told = useTold();
  const run = async (): Promise<void> => {
    await told(remove, { done: t('delete.done', { name }), failed: t('delete.failed', { name }) });
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('delete.title', { name })}
      confirmLabel={t('delete.confirm')}
      run={run}
      onClose={onClose}
    >
      <p>{body}</p>
    </ConfirmDialog>
  );
}
