// A measurement entered without leaving the chart. Enter moves to the next reading and submits from the last one.
import { useSubmitSample } from '@/shared/api/queries/samples';
import type { Characteristic, SampleResult } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { useShortcut } from '@/shared/lib/shortcuts';
import { submissionKey } from '@/shared/lib/submission-key';
import { Button, type ButtonProps } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { Plus } from 'lucide-react';
import { type SubmitEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseEntry } from './entry-values';

const isAttribute = ({ data_type }: Characteristic): boolean => data_type !== 'variable';
const needsSize = ({ data_type }: Characteristic): boolean => data_type !== 'c';

function useAnnounceResult() {
  const { t } = useTranslation(['dashboard', 'common']);
  return (result: SampleResult): void => {
    const name = result.display_key;
    if (result.in_control) {
      const isJudged = result.zone !== 'unknown';
      return toast.success(t(isJudged ? 'entry.inControl' : 'entry.recorded', { name }));
    }
    const rules = result.violations.map(({ rule_id }) =>
      t('common:ruleLabel', { rule: rule_id, name: t(`common:rules.${rule_id as 1}`) }),
    );
    toast.error(t('entry.violation', { name, rules: rules.join(', ') }));
  };
}

const focusNext = (event: KeyboardEvent<HTMLInputElement>): void => {
  if (event.key !== 'Enter') return;
  const inputs = [...(event.currentTarget.form?.querySelectorAll('input') ?? [])];
  const next = inputs[inputs.indexOf(event.currentTarget) + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
};

function QuickEntryForm({ characteristic, onDone }: { characteristic: Characteristic; onDone: () => void }) {
  const { t } = useTranslation(['dashboard', 'common']);
  const attribute = isAttribute(characteristic);
  const labels = attribute
    ? [t('entry.defectCount'), ...(needsSize(characteristic) ? [t('entry.inspectedSize')] : [])]
    : Array.from({ length: characteristic.subgroup_size }, (_, index) =>
        t('entry.reading', { number: index + 1 }),
      );
  const [texts, setTexts] = useState<string[]>(() =>
    attribute && needsSize(characteristic) ? ['', String(characteristic.subgroup_size)] : [],
  );
  const [problem, setProblem] = useState<{ index: number; text: string } | null>(null);
  const submitSample = useSubmitSample();
  // One for this dialog: submitting again after a lost reply must not store the sample twice.
  const [key] = useState(submissionKey);
  const errorText = useErrorText();
  const announce = useAnnounceResult();
  const min = characteristic.min_measurements;

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const entry = parseEntry(labels.map((_, index) => texts[index] ?? ''));
    if (entry.badIndex !== null) return setProblem({ index: entry.badIndex, text: t('entry.number') });
    const needed = attribute ? labels.length : min;
    if (entry.values.length < needed) {
      return setProblem({ index: entry.values.length, text: t('entry.tooFew', { count: needed }) });
    }
    const [defect_count = 0, inspected_size] = entry.values;
    const reading = attribute
      ? { defect_count, ...(inspected_size === undefined ? {} : { inspected_size }) }
      : { measurements: entry.values };
    // A promise and not the callbacks of mutate(): the first sample takes away the empty state that this form belongs to.
    submitSample.mutateAsync({ characteristic_id: characteristic.id, idempotency_key: key, ...reading }).then(
      (result) => {
        announce(result);
        onDone();
      },
      (error: unknown) => toast.error(t('entry.failed'), errorText(error)),
    );
  };

  return (
    <form onSubmit={submit} noValidate>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-3">
        {labels.map((label, index) => (
          <TextField
            key={label}
            label={label}
            required={attribute || index < min}
            inputMode="decimal"
            autoComplete="off"
            autoFocus={index === 0}
            value={texts[index] ?? ''}
            error={problem?.index === index ? problem.text : undefined}
            onChange={(event) => {
              setProblem(null);
              setTexts((before) =>
                labels.map((_, i) => (i === index ? event.target.value : (before[i] ?? ''))),
              );
            }}
            onKeyDown={focusNext}
            className="tabular"
          />
        ))}
      </div>
      {!attribute && characteristic.subgroup_size > 1 && (
        <p className="mt-3 text-xs text-ink-muted">
          {t('entry.hint', { min, max: characteristic.subgroup_size })}
        </p>
      )}
      <DialogActions>
        <Button onClick={onDone}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary" busy={submitSample.isPending}>
          {submitSample.isPending ? t('entry.submitting') : t('entry.submit')}
        </Button>
      </DialogActions>
    </form>
  );
}

interface QuickEntryButtonProps {
  characteristic: Characteristic;
  variant?: ButtonProps['variant'];
  shortcut?: boolean;
}

export function QuickEntryButton({ characteristic, variant = 'primary', shortcut }: QuickEntryButtonProps) {
  const { t } = useTranslation('dashboard');
  const [open, setOpen] = useState(false);
  return (
    <>
      {shortcut && <EntryShortcut onEnter={() => setOpen(true)} />}
      <Button
        variant={variant}
        icon={<Plus size={15} aria-hidden />}
        title={t('toolbar.enterHint')}
        onClick={() => setOpen(true)}
      >
        {t('toolbar.enter')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('entry.title')} description={characteristic.name}>
        <QuickEntryForm characteristic={characteristic} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function EntryShortcut({ onEnter }: { onEnter: () => void }) {
  const { t } = useTranslation('dashboard');
  useShortcut({ keys: 'e', description: t('shortcuts.enter'), scope: 'page' }, onEnter);
  return null;
}
