// The card that a sample is entered in. After a submission the focus is back in the first field.
import type { Characteristic } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { useShortcut } from '@/shared/lib/shortcuts';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { TextField } from '@/shared/ui/field';
import { CircleAlert } from 'lucide-react';
import { type KeyboardEvent, type SubmitEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useEntryStore } from '../entry-store';
import { emptyTexts } from './entry-fields';
import { EntryGrid } from './entry-grid';
import { Summary } from './summary';
import { type Failure, type SampleForm as Form, useSampleForm } from './use-sample-form';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function FailureNote({ failure }: { failure: Failure }) {
  const { t } = useTranslation('dataEntry');
  const errorText = useErrorText();
  const [title, body] = {
    'no-answer': [t('failure.noAnswer'), t('failure.noAnswerHint')] as const,
    'already-stored': [t('failure.alreadyStored'), t('failure.alreadyStoredHint')] as const,
    refused: [t('failure.refused'), failure.kind === 'refused' ? errorText(failure.error) : ''] as const,
  }[failure.kind];
  return (
    <div role="alert" className="flex gap-2 rounded-md bg-alarm-soft px-3 py-2 text-alarm">
      <CircleAlert size={16} aria-hidden className="mt-px shrink-0" />
      <p className="min-w-0 break-words">
        <strong className="font-semibold">{title}.</strong> {body}
      </p>
    </div>
  );
}

/** What belongs to a sample besides its values. Batch and operator stay for the next one. */
function Details({ form }: { form: Form }) {
  const { t } = useTranslation('dataEntry');
  const { refused, timeProblem, attempted } = form;
  const showsTimeProblem = timeProblem !== null && (attempted || timeProblem !== 'time');
  return (
    <div className="grid grid-cols-2 gap-x-2.5 gap-y-2">
      <TextField
        label={t('form.batch')}
        placeholder={t('form.batchPlaceholder')}
        value={form.batch}
        maxLength={100}
        autoComplete="off"
        error={refused.batch}
        onChange={(event) => useEntryStore.setState({ batch: event.target.value })}
      />
      <TextField
        label={t('form.operator')}
        placeholder={t('form.optional')}
        value={form.operator}
        maxLength={100}
        autoComplete="off"
        error={refused.operator}
        onChange={(event) => useEntryStore.setState({ operator: event.target.value })}
      />
      <TextField
        label={t('form.time', { zone })}
        type="datetime-local"
        step={1}
        value={form.draft.time}
        className="col-span-2"
        hint={t('form.timeHint')}
        error={refused.time ?? (showsTimeProblem ? t(`problems.${timeProblem}`) : undefined)}
        onChange={(event) => form.change({ time: event.target.value })}
      />
    </div>
  );
}

interface SampleFormProps {
  characteristic: Characteristic;
  onStep: (by: 1 | -1) => void;
}

export function SampleForm({ characteristic, onStep }: SampleFormProps) {
  const { t } = useTranslation('dataEntry');
  const form = useSampleForm(characteristic);
  const { draft, check, failure, isPending } = form;
  const first = useRef<HTMLInputElement>(null);
  const element = useRef<HTMLFormElement>(null);
  useShortcut({ keys: 'e', description: t('shortcuts.enter'), scope: 'page' }, () => first.current?.focus());

  useEffect(() => {
    // On a touch screen this would open the keyboard over what was just chosen.
    if (window.matchMedia('(pointer: coarse)').matches) return;
    first.current?.focus();
  }, []);

  const send = async (): Promise<void> => {
    const result = await form.submit();
    // The result scrolls itself into view; see ResultCard.
    if (result) first.current?.focus({ preventScroll: true });
    else element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  };
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : null;
    if (step !== null) onStep(step);
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
    else return;
    event.preventDefault();
  };

  const isEmpty = draft.time === '' && draft.texts.join() === emptyTexts(characteristic).join();
  return (
    <Card className="p-3">
      {/* The keys are those of the fields inside. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form
        ref={element}
        onSubmit={onSubmit}
        onKeyDown={onKeyDown}
        noValidate
        aria-label={t('form.title')}
        className="flex flex-col gap-3"
      >
        <h3 className="text-base font-semibold">{t('form.title')}</h3>
        <EntryGrid
          characteristic={characteristic}
          texts={draft.texts}
          check={check}
          showAll={form.attempted}
          refused={form.refused.fields}
          readOnly={isPending}
          onChange={(texts) => form.change({ texts })}
          firstField={first}
        />
        <Summary characteristic={characteristic} check={check} />
        <Details form={form} />
        {form.mustConfirm && !failure && (
          <p role="alert" className="rounded-md bg-caution-soft px-3 py-2 text-caution">
            {t('form.confirm')}
          </p>
        )}
        {failure && <FailureNote failure={failure} />}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" className="h-10 flex-1 text-base" busy={isPending}>
            {isPending
              ? t('form.submitting')
              : t(failure?.kind === 'no-answer' ? 'form.retry' : 'form.submit')}
          </Button>
          <Button
            className="h-10"
            disabled={isEmpty || isPending}
            onClick={() => {
              form.clear();
              first.current?.focus();
            }}
          >
            {t('form.clear')}
          </Button>
        </div>
        <p className="text-xs text-balance text-ink-muted max-md:hidden">{t('form.hint')}</p>
      </form>
    </Card>
  );
}
