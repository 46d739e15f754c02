import type { Violation } from '@/shared/api/types';
import { onLiveEvent } from '@/shared/live/live-store';
import { useEffect, useState } from 'react';
import { type Acknowledgement, countArrivals, steadyRows } from './steady-rows';

const noAcknowledgements: ReadonlyMap<number, Acknowledgement> = new Map();

interface SteadyRows {
  rows: Violation[];
  /** New violations that wait outside. */
  arrivals: number;
  showArrivals: () => void;
  /** Records what was acknowledged here, without waiting for the server's list. */
  acknowledged: (id: number, acknowledgement: Acknowledgement) => void;
}

/** The fresh rows, or while they are held those of the moment when holding began. */
export function useSteadyRows(fresh: Violation[], hold: boolean): SteadyRows {
  const [held, setHeld] = useState<Violation[] | null>(null);
  const [acknowledgements, setAcknowledgements] = useState(noAcknowledgements);
  if (hold !== (held !== null)) {
    setHeld(hold ? fresh : null);
    setAcknowledgements(noAcknowledgements);
  }

  const acknowledged = (id: number, acknowledgement: Acknowledgement) =>
    setAcknowledgements((known) => new Map(known).set(id, { ...known.get(id), ...acknowledgement }));

  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.type !== 'ack_update') return;
        const { violation_id, ack_user, ack_reason } = event;
        acknowledged(violation_id, {
          acknowledged: true,
          ...(ack_user ? { ack_user } : {}),
          ...(ack_reason ? { ack_reason } : {}),
        });
      }),
    [],
  );

  return {
    rows: held ? steadyRows(held, fresh, acknowledgements) : fresh,
    arrivals: held ? countArrivals(held, fresh) : 0,
    showArrivals: () => setHeld(fresh),
    acknowledged,
  };
}
