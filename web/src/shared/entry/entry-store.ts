// What has been typed and what has been stored since this tab was opened, by characteristic: choosing another one and
// coming back, or reloading the page, loses nothing. Ends with the session, because the next person is somebody else.
import type { SampleResult } from '@/shared/api/types';
import { useSession } from '@/shared/auth/session';
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

export interface Draft {
  texts: string[];
  /** Time of measurement as the field holds it; empty for now. */
  time: string;
}

interface EntryStore {
  /** Whose drafts these are. */
  owner: number | null;
  /** By the form and characteristic that they are typed into. */
  drafts: Partial<Record<string, Draft>>;
  /** Kept from sample to sample, because they change rarely. */
  batch: string;
  operator: string;
  last: Partial<Record<number, SampleResult>>;
  submitted: ReadonlySet<number>;
}

const nothing = (owner: number | null): EntryStore => ({
  owner,
  drafts: {},
  batch: '',
  operator: '',
  last: {},
  submitted: new Set(),
});

export const useEntryStore = create<EntryStore>()(
  persist(() => nothing(null), {
    name: 'openspc.entry',
    storage: createJSONStorage(() => sessionStorage),
    partialize: ({ owner, drafts, batch, operator }) => ({ owner, drafts, batch, operator }),
  }),
);

useSession.subscribe(({ user }) => {
  if (user && useEntryStore.getState().owner !== user.id) useEntryStore.setState(nothing(user.id));
});

export const emptyDraft = (texts: string[]): Draft => ({ texts, time: '' });

export const setDraft = (place: string, draft: Draft | undefined): void => {
  useEntryStore.setState(({ drafts }) => ({ drafts: { ...drafts, [place]: draft } }));
};

export const setLast = (characteristicId: number, result: SampleResult | undefined): void => {
  useEntryStore.setState(({ last }) => ({ last: { ...last, [characteristicId]: result } }));
};

export const recordSubmitted = (characteristicId: number, result: SampleResult): void => {
  setLast(characteristicId, result);
  useEntryStore.setState(({ submitted }) => ({ submitted: new Set(submitted).add(result.sample_id) }));
};

/** A sample that was changed or removed no longer is what its result says. */
export const forgetResult = (characteristicId: number, sampleId: number): void => {
  if (useEntryStore.getState().last[characteristicId]?.sample_id === sampleId)
    setLast(characteristicId, undefined);
};
