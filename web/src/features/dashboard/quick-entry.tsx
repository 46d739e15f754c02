// Samples entered without leaving the chart: the fields, checks and outbox of data entry in a dialog. It stays open from
// sample to sample, so that a gauge that types has a place for its next reading.
import type { Characteristic, SampleResult } from '@/shared/api/types';
import { isCounted } from '@/shared/entry/entry-check';
import { EntryGrid } from '@/shared/entry/entry-grid';
import { useEntryStore } from '@/shared/entry/entry-store';
import { OutboxList } from '@/shared/entry/outbox-list';
import { useFormKeys } from '@/shared/entry/use-form-keys';
import { useSampleForm } from '@/shared/entry/use-sample-form';
import { cn } from '@/shared/lib/cn';
import { useShortcut } from '@/shared/lib/shortcuts';
import { Button, type ButtonProps } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { CircleCheck, OctagonAlert, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';

/** Which characteristic's dialog is open. Its buttons come and go with what the page shows; the dialog must not. */
const useQuickEntry = create<{ openFor: number | null }>(() => ({ openFor: null }));

function LastResult({ result }: { result: SampleResult }) {
  const { t } = useTranslation(['dashboard', 'common']);
  const name = result.display_key;
  const isJudged = result.zone !== 'unknown';
  const rules = result.violations
    .map(({ rule_id }) => t('common:ruleLabel', { rule: rule_id, name: t(`common:rules.${rule_id as 1}`) }))
    .join(', ');
  const Icon = result.in_control ? CircleCheck : OctagonAlert;
  return (
    <p className={cn('flex gap-2', result.in_control ? 'text-ok' : 'text-alarm')}>
      <Icon size={16} aria-hidden className="mt-px shrink-0" />
      {result.in_control
        ? t(isJudged ? 'entry.inControl' : 'entry.recorded', { name })
        : t('entry.violation', { name, rules })}
    </p>
  );
}

function QuickEntryForm({ characteristic, onDone }: { characteristic: Characteristic; onDone: () => void }) {
  const { t } = useTranslation(['dashboard', 'common']);
  const form = useSampleForm(characteristic, 'values-only');
  const { first, element, onSubmit, onEnter } = useFormKeys(form);
  const result = useEntryStore((store) => store.last[characteristic.id]);
  const [resultBefore] = useState(result);
  const { min_measurements: min, subgroup_size: max } = characteristic;
  return (
    <form
      ref={element}
      onSubmit={onSubmit}
      onKeyDownCapture={onEnter}
      noValidate
      className="flex flex-col gap-3"
    >
      <EntryGrid
        characteristic={characteristic}
        texts={form.draft.texts}
        check={form.check}
        showAll={form.attempted}
        refused={{}}
        onChange={(texts) => form.change({ texts })}
        firstField={first}
        autoFocus
      />
      {!isCounted(characteristic) && max > 1 && (
        <p className="text-xs text-ink-muted">{t('entry.hint', { min, max })}</p>
      )}
      <OutboxList characteristic={characteristic} />
      <div aria-live="polite" data-testid="quick-entry-result">
        {result && result !== resultBefore && <LastResult result={result} />}
      </div>
      <DialogActions>
        <Button onClick={onDone}>{t('common:close')}</Button>
        <Button type="submit" variant="primary">
          {t('entry.submit')}
        </Button>
      </DialogActions>
    </form>
  );
}

export function QuickEntryDialog({ characteristic }: { characteristic: Characteristic }) {
  const { t } = useTranslation('dashboard');
  const open = useQuickEntry(({ openFor }) => openFor === characteristic.id);
  const close = () => useQuickEntry.setState({ openFor: null });
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && close()}
      title={t('entry.title')}
      description={characteristic.name}
    >
      <QuickEntryForm characteristic={characteristic} onDone={close} />
    </Dialog>
  );
}

interface QuickEntryButtonProps {
  characteristic: Characteristic;
  variant?: ButtonProps['variant'];
  shortcut?: boolean;
}

export function QuickEntryButton({ characteristic, variant = 'primary', shortcut }: QuickEntryButtonProps) {
  const { t } = useTranslation('dashboard');
  const open = () => useQuickEntry.setState({ openFor: characteristic.id });
  return (
    <>
      {shortcut && <EntryShortcut onEnter={open} />}
      <Button
        variant={variant}
        icon={<Plus size={15} aria-hidden />}
        title={t('toolbar.enterHint')}
        onClick={open}
      >
        {t('toolbar.enter')}
      </Button>
    </>
  );
}

function EntryShortcut({ onEnter }: { onEnter: () => void }) {
  const { t } = useTranslation('dashboard');
  useShortcut({ keys: 'e', description: t('shortcuts.enter'), scope: 'page' }, onEnter);
  return null;
}
