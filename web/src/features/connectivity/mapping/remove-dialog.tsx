import type { Source } from '@/shared/connectivity/source';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { useTranslation } from 'react-i18next';
import { useSourceActions } from './use-source-actions';

export function RemoveDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useTranslation('connectivity');
  const { remove } = useSourceActions(source);
  const name = source.characteristicName;
  const texts = { done: t('remove.done', { name }), failed: t('remove.failed', { name }) };
  return (
    <ConfirmDialog
      title={t('remove.title', { name })}
      description={source.address}
      confirmLabel={t('remove.confirm')}
      run={remove}
      told={texts}
      onClose={onClose}
    >
      <p>{t('remove.body')}</p>
    </ConfirmDialog>
  );
}
