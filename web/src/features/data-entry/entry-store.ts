// What has been typed and what has been submitted since this page was opened, by characteristic: choosing another one and
// coming back loses nothing. Ends with the session, because the next person is somebody else.
import type { SampleResult } from '@/shared/api/types';
import { useSession } from '@/shared/auth/session';
import { submissionKey } from '@/shared/lib/submission-key';
import { create } from 'zustand';

export interface Draft {
  texts: string[];
  /** Time of measurement as the field holds it; empty for now. */
  time: string;
  /**
   * Identifies the submission to the server. It stays the same until the server has answered for certain: after a lost
   * reply the sample may have been stored, and only the same key keeps it from being stored twice.
   */
  key: string;
}

interface EntryStore {
  drafts: Partial<Record<number, Draft>>;
  /** Kept from sample to sample, because they change rarely. */
  batch: string;
  operator: string;
  last: Partial<Record<number, SampleResult>>;
  submitted: ReadonlySet<number>;
}

const nothing = (): EntryStore => ({ drafts: {}, batch: '', operator: '', last: {}, submitted: new Set() });

export const useEntryStore = create<EntryStore>(nothing);

useSession.subscribe((now, before) => {
  if (before.user && now.user?.id !== before.user.id) useEntryStore.setState(nothing());
});

export const newDraft = (texts: string[]): Draft => ({ texts, time: '', key: submissionKey() });

export const setDraft = (characteristicId: number, draft: Draft | undefined): void =>
  useEntryStore.setState(({ drafts }) => ({ drafts: { ...drafts, [characteristicId]: draft } }));

export const setLast = (characteristicId: number, result: SampleResult | undefined): void =>
  useEntryStore.setState(({ last }) => ({ last: { ...last, [characteristicId]: result } }));

export const recordSubmitted = (characteristicId: number, result: SampleResult): void => {
  setLast(characteristicId, result);
  useEntryStore.setState(({ submitted }) => ({ submitted: new Set(submitted).add(result.sample_id) }));
};

/** A sample that was changed or removed no longer is what its result says. */
export const forgetResult = (characteristicId: number, sampleId: number): void => {
  if (useEntryStore.getState().last[characteristicId]?.sample_id === sampleId)
    setLast(characteristicId, undefined);
};
