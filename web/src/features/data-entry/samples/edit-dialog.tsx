// Replaces the values of a stored sample: why is required, and mean and range before and after are shown side by side.
import { useEditSample } from '@/shared/api/queries/samples';
import type { Characteristic, Sample } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { formatValue } from '@/shared/lib/format';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setLast, useEntryStore } from '@/shared/entry/entry-store';
import { checkEntry, type EntryCheck, isCounted, summarize } from '@/shared/entry/entry-check';
import { EntryGrid } from '@/shared/entry/entry-grid';
import { errorFields, fieldErrors } from '@/shared/entry/server-errors';
import type { ActionDialogProps } from './action-dialog';

/** The stored values as texts; a missing reading keeps an empty field, so that it can be added. */
function textsOf(sample: Sample, characteristic: Characteristic): string[] {
  if (isCounted(characteristic)) {
    const { defect_count, inspected_size } = sample;
    return [String(defect_count ?? ''), String(inspected_size ?? '')];
  }
  const length = Math.max(characteristic.subgroup_size, sample.measurements.length);
  return Array.from({ length }, (_, index) => String(sample.measurements[index] ?? ''));
}

interface PreviewProps {
  sample: Sample;
  characteristic: Characteristic;
  check: EntryCheck;
}

function Preview({ sample, characteristic, check }: PreviewProps) {
  const { t } = useTranslation('dataEntry');
  if (isCounted(characteristic)) return null;
  const after = summarize(check.readings);
  const value = (number: number | null | undefined) => formatValue(number, characteristic.decimal_precision);
  const rows = [
    { name: t('form.mean'), before: sample.mean, after: after?.mean },
    ...(sample.measurements.length > 1
      ? [{ name: t('form.range'), before: sample.range_value, after: after?.range }]
      : []),
  ];
  return (
    <table className="w-full rounded-md bg-sunken text-sm">
      <thead>
        <tr className="text-xs text-ink-muted">
          <td className="px-3 pt-1.5" />
          <th scope="col" className="px-3 pt-1.5 text-right font-medium">
            {t('edit.before')}
          </th>
          <th scope="col" className="px-3 pt-1.5 text-right font-medium">
            {t('edit.after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, before, after: now }) => (
          <tr key={name}>
            <th scope="row" className="px-3 py-1 text-left font-medium">
              {name}
            </th>
            <td className="px-3 text-right text-ink-muted tabular">{value(before)}</td>
            <td className="px-3 text-right font-semibold tabular">{value(now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function EditDialog({ sample, characteristic, onClose }: ActionDialogProps) {
  const { t } = useTranslation(['dataEntry', 'common']);
  const edit = useEditSample(sample.id);
  const errorText = useErrorText();
  const initial = textsOf(sample, characteristic);
  const [texts, setTexts] = useState(initial);
  const [reason, setReason] = useState('');
  const [attempted, setAttempted] = useState(false);
  // The texts that somebody was asked to look at again; saving them once more confirms them.
  const [doubted, setDoubted] = useState<string | null>(null);
  const refused = fieldErrors(errorFields(edit.error));
  const check = checkEntry(characteristic, texts);
  const isDoubtful = check.cautions.includes('far');
  const mustConfirm = isDoubtful && doubted === texts.join('\n');
  const isSame = texts.join('\n') === initial.join('\n');
  const name = sample.display_key;

  const send = async (values: NonNullable<EntryCheck['values']>): Promise<void> => {
    try {
      const result = await edit.mutateAsync({ ...values, reason: reason.trim() });
      if (useEntryStore.getState().last[characteristic.id]?.sample_id === sample.id)
        setLast(characteristic.id, result);
      if (result.in_control) toast.success(t('edit.done', { name }));
      else toast.error(t('edit.doneOut', { name }));
      onClose();
    } catch (error) {
      toast.error(t('edit.failed'), errorText(error));
    }
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setAttempted(true);
    if (!check.values || reason.trim() === '' || isSame) return;
    if (isDoubtful && !mustConfirm) setDoubted(texts.join('\n'));
    else void send(check.values);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('edit.title', { name })}
      description={t('edit.body')}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <EntryGrid
          characteristic={characteristic}
          texts={texts}
          check={check}
          showAll={attempted}
          refused={refused.fields}
          readOnly={edit.isPending}
          onChange={(next) => {
            edit.reset();
            setTexts(next);
          }}
          autoFocus
        />
        {attempted && isSame && (
          <p role="alert" className="text-xs text-alarm">
            {t('edit.unchanged')}
          </p>
        )}
        {mustConfirm && (
          <p role="alert" className="rounded-md bg-caution-soft px-3 py-2 text-caution">
            {t('edit.confirm')}
          </p>
        )}
        <Preview sample={sample} characteristic={characteristic} check={check} />
        <TextField
          label={t('edit.reason')}
          placeholder={t('edit.reasonPlaceholder')}
          value={reason}
          maxLength={1000}
          required
          error={attempted && reason.trim() === '' ? t('edit.reasonMissing') : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" variant="primary" busy={edit.isPending}>
            {t('common:save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
