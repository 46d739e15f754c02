import { useExclusion } from '@/shared/samples/use-exclusion';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { TextField } from '@/shared/ui/field';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forgetResult } from '@/shared/entry/entry-store';
import type { ActionDialogProps } from './action-dialog';

/** Leaves a sample out of the calculations, or takes it in again; both need a reason for the audit trail. */
export function ExcludeDialog({ sample, characteristic, onClose }: ActionDialogProps) {
  const { t } = useTranslation(['dataEntry', 'common']);
  const exclusion = useExclusion(sample);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const excludes = !sample.is_excluded;
  const name = sample.display_key;

  const send = async (): Promise<void> => {
    if (!(await exclusion.send(reason.trim()))) return;
    forgetResult(characteristic.id, sample.id);
    onClose();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (reason.trim() === '') setMissing(true);
    else void send();
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(excludes ? 'exclude.title' : 'exclude.includeTitle', { name })}
      description={t(excludes ? 'exclude.body' : 'exclude.includeBody')}
    >
      <form onSubmit={submit} noValidate>
        <TextField
          label={t('exclude.reason')}
          placeholder={t(excludes ? 'exclude.reasonPlaceholder' : 'exclude.includePlaceholder')}
          value={reason}
          maxLength={500}
          required
          autoFocus
          error={missing && reason.trim() === '' ? t('exclude.reasonMissing') : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" variant={excludes ? 'danger' : 'primary'} busy={exclusion.isPending}>
            {t(excludes ? 'exclude.exclude' : 'exclude.include')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
