// The state of the entry form: what is typed, what is wrong with it, and its way to the server.
import { ApiError, NetworkError } from '@/shared/api/errors';
import { useSubmitSample } from '@/shared/api/queries/samples';
import type { Characteristic, SampleResult } from '@/shared/api/types';
import { submissionKey } from '@/shared/lib/submission-key';
import { useCallback, useState } from 'react';
import { type Draft, newDraft, recordSubmitted, setDraft, useEntryStore } from '../entry-store';
import { checkEntry, checkTime } from './entry-check';
import { emptyTexts } from './entry-fields';
import { fieldErrors, type FieldErrors, NO_FIELD_ERRORS } from './server-errors';

/** Why the last attempt did not end with a stored sample. */
export type Failure =
  | { kind: 'no-answer' } // it may have been stored; submitting again is safe
  | { kind: 'already-stored' } // an earlier attempt had been stored, with other values
  | { kind: 'refused'; error: unknown };

const failureOf = (error: unknown): Failure => {
  if (error instanceof NetworkError) return { kind: 'no-answer' };
  if (error instanceof ApiError && error.status === 409) return { kind: 'already-stored' };
  if (error instanceof ApiError && error.status >= 500) return { kind: 'no-answer' };
  return { kind: 'refused', error };
};

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export function useSampleForm(characteristic: Characteristic) {
  const { id } = characteristic;
  const [fresh] = useState(() => newDraft(emptyTexts(characteristic)));
  const draft = useEntryStore((store) => store.drafts[id]) ?? fresh;
  const { batch, operator } = useEntryStore();
  const submitSample = useSubmitSample();
  const [attempted, setAttempted] = useState(false);
  // The texts that somebody was asked to look at again; submitting them once more confirms them.
  const [doubted, setDoubted] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [refused, setRefused] = useState<FieldErrors>(NO_FIELD_ERRORS);

  const check = checkEntry(characteristic, draft.texts);
  const time = checkTime(draft.time, new Date());

  const texts = draft.texts.join('\n');
  const isDoubtful = check.cautions.includes('far');

  const change = useCallback(
    (partial: Partial<Draft>) => {
      setRefused(NO_FIELD_ERRORS);
      setDraft(id, { ...draft, ...partial });
    },
    [id, draft],
  );

  const clear = () => {
    setAttempted(false);
    setDoubted(null);
    setFailure(null);
    setRefused(NO_FIELD_ERRORS);
    setDraft(id, newDraft(emptyTexts(characteristic)));
  };

  /** The stored sample, or null when something must be corrected or tried again. */
  const submit = async (): Promise<SampleResult | null> => {
    if (submitSample.isPending) return null;
    if (!check.values || 'problem' in time) {
      setAttempted(true);
      return null;
    }
    if (isDoubtful && doubted !== texts) {
      setAttempted(true);
      setDoubted(texts);
      return null;
    }
    setDraft(id, draft);
    setFailure(null);
    setRefused(NO_FIELD_ERRORS);
    try {
      const result = await submitSample.mutateAsync({
        characteristic_id: id,
        ...check.values,
        batch_number: textOrNull(batch),
        operator_id: textOrNull(operator),
        timestamp: time.timestamp,
        idempotency_key: draft.key,
      });
      recordSubmitted(id, result);
      clear();
      return result;
    } catch (error) {
      const failed = failureOf(error);
      setFailure(failed);
      setRefused(fieldErrors(error));
      if (failed.kind !== 'no-answer') setDraft(id, { ...draft, key: submissionKey() });
      return null;
    }
  };

  return {
    draft,
    batch,
    operator,
    check,
    timeProblem: 'problem' in time ? time.problem : null,
    attempted,
    mustConfirm: isDoubtful && doubted === texts,
    failure,
    refused,
    isPending: submitSample.isPending,
    change,
    clear,
    submit,
  };
}

export type SampleForm = ReturnType<typeof useSampleForm>;
