import { useDeleteSample } from '@/shared/api/queries/samples';
import { useTranslation } from 'react-i18next';
import { forgetResult } from '@/shared/entry/entry-store';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { useTold } from '@/shared/ui/use-told';
import type { ActionDialogProps } from './action-dialog';

export function DeleteDialog({ sample, characteristic, onClose }: ActionDialogProps) {
  const { t } = useTranslation('dataEntry');
  const remove = useDeleteSample();
  const told = useTold();
  const name = sample.display_key;
  const run = async (): Promise<void> => {
    const texts = { done: t('delete.done', { name }), failed: t('delete.failed') };
    if (!(await told(() => remove.mutateAsync(sample.id), texts))) return;
    forgetResult(characteristic.id, sample.id);
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('delete.title', { name })}
      description={characteristic.name}
      confirmLabel={t('delete.confirm')}
      run={run}
      onClose={onClose}
    >
      <p>{t('delete.body')}</p>
      <p className="mt-2 text-ink-muted">{t('delete.hint')}</p>
    </ConfirmDialog>
  );
}
