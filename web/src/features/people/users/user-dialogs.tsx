// What is asked before an account is shut out, or is gone.
import { useDeactivateUser, useDeleteUser } from '@/shared/api/queries/users';
import type { User } from '@/shared/api/types';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { useTranslation } from 'react-i18next';

interface UserDialogProps {
  user: User;
  onClose: () => void;
}

export function DeactivateDialog({ user: { id, username: name }, onClose }: UserDialogProps) {
  const { t } = useTranslation('people');
  const deactivate = useDeactivateUser();
  return (
    <ConfirmDialog
      title={t('deactivate.title')}
      confirmLabel={t('actions.deactivate')}
      run={() => deactivate.mutateAsync(id)}
      told={{ done: t('deactivate.done', { name }), failed: t('deactivate.failed', { name }) }}
      closesAnyway
      onClose={onClose}
    >
      <p>{t('deactivate.body', { name })}</p>
    </ConfirmDialog>
  );
}

export function DeleteDialog({
  user: { id, username: name },
  onClose,
  onDeleted,
}: UserDialogProps & { onDeleted?: () => void }) {
  const { t } = useTranslation('people');
  const remove = useDeleteUser();
  const run = async () => {
    await remove.mutateAsync(id);
    onDeleted?.();
  };
  return (
    <ConfirmDialog
      title={t('delete.title')}
      confirmLabel={t('delete.confirm')}
      run={run}
      told={{ done: t('delete.done', { name }), failed: t('delete.failed', { name }) }}
      closesAnyway
      onClose={onClose}
    >
      <p>{t('delete.body', { name })}</p>
    </ConfirmDialog>
  );
}
