// Empties the outbox: one entry after the other, again and again until the server has answered for certain. Mounted once,
// around every signed-in page.
import { api, unwrap } from '@/shared/api/client';
import { NetworkError } from '@/shared/api/errors';
import { sampleChanged } from '@/shared/api/queries/samples';
import { clockOffset } from '@/shared/api/server-clock';
import type { SampleResult } from '@/shared/api/types';
import { useSession } from '@/shared/auth/session';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { recordSubmitted, useEntryStore } from './entry-store';
import { failureOf, nextToSend, type OutboxEntry, pauseAfter, timeToSend } from './outbox';
import { followOtherTabs, refuse, remove, useOutbox } from './outbox-store';

/** A connection that is neither there nor gone must not hold up the queue. */
const PATIENCE_MS = 20_000;
/** Lists and charts are read again at most so often while many samples go out. */
const REFRESH_MS = 1_000;

const inTime = <T,>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NetworkError('no answer in time')), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const post = (entry: OutboxEntry): Promise<SampleResult> => {
  const { characteristicId, values, batch, operator, key } = entry;
  const newest = useEntryStore.getState().last[characteristicId]?.timestamp;
  const clocks = { now: Date.now(), offset: clockOffset(), newest };
  return inTime(
    unwrap(
      api.POST('/api/v1/samples/', {
        body: {
          characteristic_id: characteristicId,
          ...values,
          batch_number: batch,
          operator_id: operator,
          timestamp: timeToSend(entry, clocks),
          idempotency_key: key,
        },
      }),
    ),
  );
};

/** Returns the function that stops it. */
function startSending(cache: QueryClient): () => void {
  let isStopped = false;
  let isSending = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  let refresh: ReturnType<typeof setTimeout> | undefined;

  const refreshSoon = (): void => {
    refresh ??= setTimeout(() => {
      refresh = undefined;
      void sampleChanged(cache);
    }, REFRESH_MS);
  };

  /** True when the next entry may follow at once. */
  const send = async (entry: OutboxEntry): Promise<boolean> => {
    try {
      const result = await post(entry);
      recordSubmitted(entry.characteristicId, result);
      remove(entry.key);
      useOutbox.setState({ failures: 0 });
      refreshSoon();
      return true;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'refused') {
        refuse(entry.key, failure.reason, failure.fields);
        useOutbox.setState({ failures: 0 });
        return true;
      }
      const failures = useOutbox.getState().failures + 1;
      again = setTimeout(() => void pump(), pauseAfter(failures));
      useOutbox.setState({ failures });
      return false;
    }
  };

  const pump = async (): Promise<void> => {
    if (isSending) return;
    isSending = true;
    clearTimeout(again);
    again = undefined;
    let goesOn = true;
    while (goesOn && !isStopped) {
      const { status, user } = useSession.getState();
      const entry = status === 'signed-in' && user ? nextToSend(useOutbox.getState().entries, user.id) : null;
      goesOn = entry !== null && (await send(entry));
    }
    isSending = false;
  };

  const onChange = (): void => {
    if (again === undefined) void pump();
  };
  const atOnce = (): void => void pump();
  const endings = [
    useOutbox.subscribe(onChange),
    useSession.subscribe(onChange),
    followOtherTabs(window),
    () => window.removeEventListener('online', atOnce),
  ];
  window.addEventListener('online', atOnce);
  void pump();
  return () => {
    isStopped = true;
    clearTimeout(again);
    clearTimeout(refresh);
    for (const end of endings) end();
  };
}

export function OutboxSender() {
  const cache = useQueryClient();
  useEffect(() => startSending(cache), [cache]);
  return null;
}
