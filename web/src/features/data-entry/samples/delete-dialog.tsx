import { useDeleteSample } from '@/shared/api/queries/samples';
import { useTranslation } from 'react-i18next';
import { forgetResult } from '@/shared/entry/entry-store';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import type { ActionDialogProps } from './action-dialog';

export function DeleteDialog({ sample, characteristic, onClose }: ActionDialogProps) {
  const { t } = useTranslation('dataEntry');
  const remove = useDeleteSample();
  const name = sample.display_key;
  const run = async (): Promise<void> => {
    await remove.mutateAsync(sample.id);
    forgetResult(characteristic.id, sample.id);
  };
  return (
    <ConfirmDialog
      title={t('delete.title', { name })}
      description={characteristic.name}
      confirmLabel={t('delete.confirm')}
      run={run}
      told={{ done: t('delete.done', { name }), failed: t('delete.failed') }}
      onClose={onClose}
    >
      <p>{t('delete.body')}</p>
      <p className="mt-2 text-ink-muted">{t('delete.hint')}</p>
    </ConfirmDialog>
  );
}
