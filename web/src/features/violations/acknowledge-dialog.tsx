// Asks why, for one violation or many. A reason has to be chosen: what is written here is the record of what was done.
import { useReasonCodes } from '@/shared/api/queries/violations';
import type { Violation } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { Checkbox, SelectField, TextAreaField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AcknowledgeForm,
  emptyForm,
  formErrors,
  needsNote,
  noteLimit,
  reasonText,
} from './acknowledge-form';
import { AcknowledgeResult } from './acknowledge-result';
import { AcknowledgeSummary } from './acknowledge-summary';
import { type Outcome, useAcknowledgement } from './use-acknowledgement';

interface AcknowledgeDialogProps {
  violations: readonly Violation[];
  onClose: () => void;
  /** Called with what was acknowledged, also when some of it failed. */
  onDone: (outcome: Outcome) => void;
}

interface FieldsProps {
  form: AcknowledgeForm;
  showErrors: boolean;
  sampleCount: number;
  onChange: (change: Partial<AcknowledgeForm>) => void;
}

function Fields({ form, showErrors, sampleCount, onChange }: FieldsProps) {
  const { t } = useTranslation('violations');
  const codes = useReasonCodes();
  const errors = showErrors ? formErrors(form) : {};
  const left = noteLimit(form.code) - form.note.length;
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label={t('ack.reason')}
        value={form.code}
        required
        error={codes.isError ? t('ack.reasonsFailed') : errors.code && t(`ack.${errors.code}`)}
        onChange={({ target }) => onChange({ code: target.value })}
      >
        <option value="" disabled>
          {t('ack.choose')}
        </option>
        {codes.data?.map((code) => (
          <option key={code}>{code}</option>
        ))}
      </SelectField>
      <TextAreaField
        label={t('ack.note')}
        value={form.note}
        required={needsNote(form)}
        maxLength={noteLimit(form.code)}
        hint={t('ack.noteHint', { count: left })}
        error={errors.note && t(`ack.${errors.note}`)}
        onChange={({ target }) => onChange({ note: target.value })}
      />
      <div>
        <Checkbox
          label={t('ack.exclude', { count: sampleCount })}
          checked={form.excludeSample}
          onChange={({ target }) => onChange({ excludeSample: target.checked })}
        />
        <p className="ml-6 text-xs text-ink-muted">{t('ack.excludeHint')}</p>
      </div>
    </div>
  );
}

export function AcknowledgeDialog({ violations, onClose, onDone }: AcknowledgeDialogProps) {
  const { t } = useTranslation(['violations', 'common']);
  const [form, setForm] = useState(emptyForm);
  const [showErrors, setShowErrors] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [partial, setPartial] = useState<Outcome | null>(null);
  const { acknowledge, isPending } = useAcknowledgement();
  const errorText = useErrorText();
  const isBulk = violations.length > 1;
  const title = t(isBulk ? 'ack.bulkTitle' : 'ack.title');

  const run = async (): Promise<void> => {
    setFailure(null);
    try {
      const answer = { reason: reasonText(form), excludeSample: form.excludeSample };
      const outcome = await acknowledge(violations, answer);
      onDone(outcome);
      if (outcome.failures.length > 0) {
        setPartial(outcome);
        return;
      }
      toast.success(t('ack.done', { count: outcome.acknowledged.length }));
      onClose();
    } catch (error) {
      setFailure(error);
    }
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (Object.keys(formErrors(form)).length > 0) return setShowErrors(true);
    void run();
  };

  if (partial) {
    return (
      <Dialog open onOpenChange={onClose} title={title}>
        <AcknowledgeResult outcome={partial} />
        <DialogActions>
          <Button variant="primary" onClick={onClose}>
            {t('common:close')}
          </Button>
        </DialogActions>
      </Dialog>
    );
  }
  const submitText = isBulk ? t('ack.submitMany', { count: violations.length }) : t('ack.submit');
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <AcknowledgeSummary violations={violations} />
      <form noValidate onSubmit={submit}>
        <Fields
          form={form}
          showErrors={showErrors}
          sampleCount={new Set(violations.map(({ sample_id }) => sample_id)).size}
          onChange={(change) => setForm((current) => ({ ...current, ...change }))}
        />
        {failure !== null && (
          <p role="alert" className="mt-3 rounded-md bg-alarm-soft px-3 py-2 text-alarm">
            {t(isBulk ? 'ack.bulkFailed' : 'ack.failed')}
            {': '}
            {errorText(failure)}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" variant="primary" busy={isPending}>
            {isPending ? t('ack.busy') : submitText}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
