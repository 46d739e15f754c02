// Asks why, for one violation or many. A reason has to be chosen: what is written here is the record of what was done.
import { useReasonCodes } from '@/shared/api/queries/violations';
import type { Violation } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { DialogForm } from '@/shared/forms/dialog-form';
import { checkedBy, useEntityForm } from '@/shared/forms/use-entity-form';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { Checkbox, SelectField, TextAreaField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AcknowledgeForm,
  emptyForm,
  type FormErrors,
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

type Problem = NonNullable<FormErrors[keyof FormErrors]>;

const resolver = checkedBy<AcknowledgeForm>((form) => ({ ...formErrors(form) }));

function useAcknowledgeForm({ violations, onClose, onDone }: AcknowledgeDialogProps) {
  const { t } = useTranslation('violations');
  const [partial, setPartial] = useState<Outcome | null>(null);
  const { acknowledge } = useAcknowledgement();
  const form = useEntityForm<AcknowledgeForm, Outcome>({
    resolver,
    initial: emptyForm,
    problemText: (key) => t(`ack.${key as Problem}`),
    isShown: () => false,
    save: (values) =>
      acknowledge(violations, { reason: reasonText(values), excludeSample: values.excludeSample }),
    onSaved: (outcome) => {
      onDone(outcome);
      if (outcome.failures.length > 0) return setPartial(outcome);
      toast.success(t('ack.done', { count: outcome.acknowledged.length }));
      onClose();
    },
  });
  return { form, partial };
}

interface FieldsProps {
  form: ReturnType<typeof useAcknowledgeForm>['form'];
  sampleCount: number;
}

function Fields({ form, sampleCount }: FieldsProps) {
  const { t } = useTranslation('violations');
  const codes = useReasonCodes();
  const { values, field, register } = form;
  const left = noteLimit(values.code) - values.note.length;
  const code = field('code');
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label={t('ack.reason')}
        required
        {...code}
        value={values.code}
        error={codes.isError ? t('ack.reasonsFailed') : code.error}
      >
        <option value="" disabled>
          {t('ack.choose')}
        </option>
        {codes.data?.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <TextAreaField
        label={t('ack.note')}
        required={needsNote(values)}
        maxLength={noteLimit(values.code)}
        hint={t('ack.noteHint', { count: left })}
        {...field('note')}
      />
      <div>
        <Checkbox label={t('ack.exclude', { count: sampleCount })} {...register('excludeSample')} />
        <p className="ml-6 text-xs text-ink-muted">{t('ack.excludeHint')}</p>
      </div>
    </div>
  );
}

export function AcknowledgeDialog(props: AcknowledgeDialogProps) {
  const { violations, onClose } = props;
  const { t } = useTranslation(['violations', 'common']);
  const { form, partial } = useAcknowledgeForm(props);
  const errorText = useErrorText();
  const isBulk = violations.length > 1;
  const title = t(isBulk ? 'ack.bulkTitle' : 'ack.title');
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
      <DialogForm
        form={form}
        saveLabel={form.isSaving ? t('ack.busy') : submitText}
        failureText={(failure) => `${t(isBulk ? 'ack.bulkFailed' : 'ack.failed')}: ${errorText(failure)}`}
        className="[&>[role=alert]]:mt-3"
        onCancel={onClose}
      >
        <Fields form={form} sampleCount={new Set(violations.map(({ sample_id }) => sample_id)).size} />
      </DialogForm>
    </Dialog>
  );
}
