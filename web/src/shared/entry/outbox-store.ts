// Keeps the outbox: in memory for the page, and entry by entry in the browser's storage, so that a reload, a crash or a
// second tab loses nothing. Each entry has an item of its own there: two tabs never write over each other's.
import { useSession } from '@/shared/auth/session';
import { submissionKey } from '@/shared/lib/submission-key';
import { create } from 'zustand';
import { inOrder, lastOrder, type NewEntry, type OutboxEntry, parseKept } from './outbox';

const PREFIX = 'openspc.outbox.';

interface Outbox {
  entries: OutboxEntry[];
  /** Attempts in a row that met no answer. */
  failures: number;
  /** The browser keeps nothing: what waits lives as long as the page. */
  isFleeting: boolean;
}

const kept = (): OutboxEntry[] => {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
    return inOrder(
      keys
        .filter((key) => key.startsWith(PREFIX))
        .map((key) => parseKept(localStorage.getItem(key)))
        .filter((entry) => entry !== null),
    );
  } catch {
    return [];
  }
};

export const useOutbox = create<Outbox>(() => ({ entries: kept(), failures: 0, isFleeting: false }));

const without = (key: string): OutboxEntry[] =>
  useOutbox.getState().entries.filter((entry) => entry.key !== key);

const put = (entry: OutboxEntry): void => {
  useOutbox.setState({ entries: inOrder([...without(entry.key), entry]) });
  try {
    localStorage.setItem(PREFIX + entry.key, JSON.stringify(entry));
  } catch {
    useOutbox.setState({ isFleeting: true });
  }
};

const find = (key: string): OutboxEntry | undefined =>
  useOutbox.getState().entries.find((entry) => entry.key === key);

/** Of the person who is signed in. */
export const ownEntries = (entries: readonly OutboxEntry[], owner: number | undefined): OutboxEntry[] =>
  entries.filter((entry) => entry.owner === owner);

export function enqueue(entry: NewEntry, state: 'waiting' | 'asking'): void {
  const owner = useSession.getState().user?.id;
  if (owner === undefined) throw new Error('Nobody is signed in');
  const now = Date.now();
  put({
    ...entry,
    key: submissionKey(),
    order: Math.max(now, lastOrder(useOutbox.getState().entries) + 1),
    owner,
    enteredAt: now,
    state,
    reason: '',
    refusedFields: [],
  });
}

export function remove(key: string): void {
  useOutbox.setState({ entries: without(key) });
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // It was never there.
  }
}

export function refuse(key: string, reason: string, refusedFields: OutboxEntry['refusedFields']): void {
  const entry = find(key);
  if (entry) put({ ...entry, state: 'refused', reason, refusedFields });
}

/** It is meant as it is: it goes out at its place. */
export function release(key: string): void {
  const entry = find(key);
  if (entry) put({ ...entry, state: 'waiting', reason: '', refusedFields: [] });
}

/** Other values for what was asked about or refused, which the server has not stored: they go out under a new key. */
export function correct(key: string, change: Pick<OutboxEntry, 'texts' | 'values'>): void {
  const entry = find(key);
  if (!entry) return;
  put({ ...entry, ...change, key: submissionKey(), state: 'waiting', reason: '', refusedFields: [] });
  remove(key);
}

/** What another tab put in or took out. */
export function followOtherTabs(target: Window): () => void {
  const onStorage = ({ key }: StorageEvent): void => {
    if (useOutbox.getState().isFleeting) return;
    if (key === null || key.startsWith(PREFIX)) useOutbox.setState({ entries: kept() });
  };
  target.addEventListener('storage', onStorage);
  return () => target.removeEventListener('storage', onStorage);
}
