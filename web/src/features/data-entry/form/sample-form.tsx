// The card that a sample is entered in. Whatever is submitted goes into the outbox, and the focus is back in the first field
// before the next key arrives.
import type { Characteristic } from '@/shared/api/types';
import { EntryGrid, goTo } from '@/shared/entry/entry-grid';
import { useEntryStore } from '@/shared/entry/entry-store';
import { OutboxList } from '@/shared/entry/outbox-list';
import { type SampleForm as Form, useSampleForm } from '@/shared/entry/use-sample-form';
import { useFormKeys } from '@/shared/entry/use-form-keys';
import { useShortcut } from '@/shared/lib/shortcuts';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { DateTimeField } from '@/shared/ui/date-time-field';
import { TextField } from '@/shared/ui/field';
import { type KeyboardEvent, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Summary } from './summary';

/** What belongs to a sample besides its values. Batch and operator stay for the next one. */
function Details({ form }: { form: Form }) {
  const { t } = useTranslation('dataEntry');
  const { timeProblem, attempted } = form;
  const showsTimeProblem = timeProblem !== null && (attempted || timeProblem !== 'time');
  return (
    <div className="grid grid-cols-2 gap-x-2.5 gap-y-2">
      <TextField
        label={t('form.batch')}
        placeholder={t('form.batchPlaceholder')}
        value={form.batch}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => useEntryStore.setState({ batch: event.target.value })}
      />
      <TextField
        label={t('form.operator')}
        placeholder={t('form.optional')}
        value={form.operator}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => useEntryStore.setState({ operator: event.target.value })}
      />
      <DateTimeField
        label={t('form.time')}
        value={form.draft.time}
        className="col-span-2"
        hint={t('form.timeHint')}
        error={showsTimeProblem ? t(`problems.${timeProblem}`) : undefined}
        onChange={(time) => form.change({ time })}
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
  const form = useSampleForm(characteristic, 'with-details');
  const { draft, check } = form;
  const { first, element, send, onSubmit, onEnter } = useFormKeys(form);
  useShortcut({ keys: 'e', description: t('shortcuts.enter'), scope: 'page' }, () => first.current?.focus());

  useEffect(() => {
    // On a touch screen this would open the keyboard over what was just chosen.
    if (window.matchMedia('(pointer: coarse)').matches) return;
    // A reading that was typed before a reload is not added to.
    const fields = [
      ...(element.current?.querySelectorAll<HTMLInputElement>('[data-entry-grid] input') ?? []),
    ];
    goTo(fields.find(({ value }) => value === '') ?? fields[0]);
  }, [element]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : null;
    if (step !== null) onStep(step);
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
    else return;
    event.preventDefault();
  };

  return (
    <Card className="flex flex-col gap-3 p-3">
      {/* The keys are those of the fields inside. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form
        ref={element}
        onSubmit={onSubmit}
        onKeyDownCapture={onEnter}
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
          refused={{}}
          onChange={(texts) => form.change({ texts })}
          firstField={first}
        />
        <Summary characteristic={characteristic} check={check} />
        <Details form={form} />
        <div className="flex gap-2">
          <Button type="submit" variant="primary" className="h-10 flex-1 text-base">
            {t('form.submit')}
          </Button>
          <Button
            className="h-10"
            disabled={form.isEmpty}
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
      <OutboxList characteristic={characteristic} />
    </Card>
  );
}
