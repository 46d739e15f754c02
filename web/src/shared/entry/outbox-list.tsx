// What was entered and is not stored yet: one calm line for what is on its way, a row with its values for each entry that
// waits for its person.
import type { Characteristic } from '@/shared/api/types';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { CircleAlert, CloudUpload } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkEntry, farFields, isCounted } from './entry-check';
import { EntryGrid } from './entry-grid';
import { keptValues, type OutboxEntry } from './outbox';
import { correct, release, remove, useOutbox } from './outbox-store';
import { fieldErrors } from './server-errors';
import { useOutboxOf } from './use-sample-form';

interface CorrectDialogProps {
  entry: OutboxEntry;
  characteristic: Characteristic;
  onClose: () => void;
}

function CorrectDialog({ entry, characteristic, onClose }: CorrectDialogProps) {
  const { t } = useTranslation(['dataEntry', 'common']);
  const [texts, setTexts] = useState(entry.texts);
  const check = checkEntry(characteristic, texts);
  const isSame = texts.join('\n') === entry.texts.join('\n');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!check.values) return;
    if (!isSame) correct(entry.key, { texts, values: keptValues(check.values) });
    onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} title={t('outbox.correctTitle')} description={characteristic.name}>
      <form onSubmit={submit} noValidate>
        <EntryGrid
          characteristic={characteristic}
          texts={texts}
          check={check}
          showAll
          refused={isSame ? fieldErrors(entry.refusedFields).fields : {}}
          onChange={setTexts}
          autoFocus
        />
        <DialogActions>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" variant="primary">
            {t('outbox.store')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface RowProps {
  entry: OutboxEntry;
  characteristic: Characteristic;
  onCorrect: () => void;
}

const valuesText = ({ texts }: OutboxEntry, characteristic: Characteristic): string =>
  texts.filter((text) => text.trim() !== '').join(isCounted(characteristic) ? ' / ' : ' · ');

function HeldRow({ entry, characteristic, onCorrect }: RowProps) {
  const { t } = useTranslation('dataEntry');
  const isAsking = entry.state === 'asking';
  const doubted = farFields(characteristic, entry.texts).join(', ');
  return (
    <li
      className={
        isAsking
          ? 'flex flex-col gap-2 rounded-md bg-caution-soft px-3 py-2 text-caution'
          : 'flex flex-col gap-2 rounded-md bg-alarm-soft px-3 py-2 text-alarm'
      }
    >
      <p role="alert" className="flex min-w-0 gap-2">
        <CircleAlert size={16} aria-hidden className="mt-px shrink-0" />
        <span className="min-w-0 break-words">
          {isAsking ? t('outbox.doubt', { values: doubted }) : t('outbox.refused', { reason: entry.reason })}
        </span>
      </p>
      <p className="font-semibold break-words text-ink tabular">{valuesText(entry, characteristic)}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onCorrect}>{t('outbox.correct')}</Button>
        <Button onClick={() => release(entry.key)}>
          {t(isAsking ? 'outbox.storeAnyway' : 'outbox.again')}
        </Button>
        <Button onClick={() => remove(entry.key)}>{t('outbox.discard')}</Button>
      </div>
    </li>
  );
}

export function OutboxList({ characteristic }: { characteristic: Characteristic }) {
  const { t } = useTranslation('dataEntry');
  const entries = useOutboxOf(characteristic.id);
  const { failures, isFleeting } = useOutbox();
  const [correcting, setCorrecting] = useState<string | null>(null);
  const waiting = entries.filter(({ state }) => state === 'waiting');
  const held = entries.filter(({ state }) => state !== 'waiting');
  const corrected = held.find(({ key }) => key === correcting);
  const isStuck = failures > 1;
  return (
    <div data-testid="outbox" data-waiting={waiting.length} className="flex flex-col gap-2 empty:hidden">
      {waiting.length > 0 && (
        <p role="status" className="flex gap-2 text-ink-muted">
          <CloudUpload size={16} aria-hidden className="mt-px shrink-0" />
          <span>
            {t(isStuck ? 'outbox.noAnswer' : 'outbox.sending', { count: waiting.length })}
            {isStuck && <> {t(isFleeting ? 'outbox.fleeting' : 'outbox.kept')}</>}
          </span>
        </p>
      )}
      {held.length > 0 && (
        <ul aria-label={t('outbox.title')} className="flex flex-col gap-2">
          {held.map((entry) => (
            <HeldRow
              key={entry.key}
              entry={entry}
              characteristic={characteristic}
              onCorrect={() => setCorrecting(entry.key)}
            />
          ))}
        </ul>
      )}
      {corrected && (
        <CorrectDialog
          entry={corrected}
          characteristic={characteristic}
          onClose={() => setCorrecting(null)}
        />
      )}
    </div>
  );
}
