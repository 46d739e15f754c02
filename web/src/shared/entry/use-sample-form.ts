// The state of a form that samples are entered in: what is typed, what is wrong with it, and its way into the outbox.
// Nothing here waits for the server, so the form takes the next reading at once.
import type { Characteristic } from '@/shared/api/types';
import { useCallback, useState } from 'react';
import { checkEntry, checkTime } from './entry-check';
import { emptyTexts } from './entry-fields';
import { type Draft, emptyDraft, setDraft, useEntryStore } from './entry-store';
import { keptValues, type OutboxEntry } from './outbox';
import { enqueue, ownEntries, release, useOutbox } from './outbox-store';
import { useSession } from '@/shared/auth/session';

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What the signed-in person has entered for the characteristic and the server has not confirmed. */
export function useOutboxOf(characteristicId: number): OutboxEntry[] {
  const entries = useOutbox((outbox) => outbox.entries);
  const owner = useSession(({ user }) => user?.id);
  return ownEntries(entries, owner).filter((entry) => entry.characteristicId === characteristicId);
}

/** A form with details asks for batch, operator and time as well. */
export function useSampleForm(characteristic: Characteristic, details: 'with-details' | 'values-only') {
  const { id, name } = characteristic;
  const place = `${details}.${id}`;
  const hasDetails = details === 'with-details';
  const [fresh] = useState(() => emptyDraft(emptyTexts(characteristic)));
  const draft = useEntryStore((store) => store.drafts[place]) ?? fresh;
  const { batch, operator } = useEntryStore();
  const [attempted, setAttempted] = useState(false);
  const asking = useOutboxOf(id).filter(({ state }) => state === 'asking');

  const check = checkEntry(characteristic, draft.texts);
  const time = checkTime(draft.time, new Date());
  const isEmpty = draft.time === '' && draft.texts.join('\n') === emptyTexts(characteristic).join('\n');

  const change = useCallback(
    (partial: Partial<Draft>) => setDraft(place, { ...draft, ...partial }),
    [place, draft],
  );

  const clear = () => {
    setAttempted(false);
    setDraft(place, undefined);
  };

  /** False when something must be corrected first. What is hard to believe is set aside, and asked about there. */
  const submit = (): boolean => {
    if (!check.values || 'problem' in time) {
      setAttempted(true);
      return false;
    }
    enqueue(
      {
        characteristicId: id,
        characteristicName: name,
        texts: draft.texts,
        values: keptValues(check.values),
        batch: hasDetails ? textOrNull(batch) : null,
        operator: hasDetails ? textOrNull(operator) : null,
        timestamp: time.timestamp,
      },
      check.cautions.includes('far') ? 'asking' : 'waiting',
    );
    clear();
    return true;
  };

  /** Enter in an empty form answers the question that is open. */
  const confirm = (): boolean => {
    const [first] = asking;
    if (!isEmpty || !first) return false;
    release(first.key);
    return true;
  };

  return {
    draft,
    batch,
    operator,
    check,
    timeProblem: 'problem' in time ? time.problem : null,
    attempted,
    isEmpty,
    change,
    clear,
    submit,
    confirm,
  };
}

export type SampleForm = ReturnType<typeof useSampleForm>;
