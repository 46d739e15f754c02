// One page of violations, and everything that can be done with its rows. While somebody works here the rows keep their
// places; what is new is counted and waits.
import type { Violation } from '@/shared/api/types';
import { nothingSelected } from '@/shared/table/selection';
import { useRowCursor } from '@/shared/table/use-row-cursor';
import { type ReactNode, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { AcknowledgeDialog } from './acknowledge-dialog';
import { dashboardLink } from './dashboard-link';
import { AcknowledgeShortcuts, MoveShortcuts } from './list-shortcuts';
import { ListToolbar } from './list-toolbar';
import { chosenOf, isOpen, openOf, toggle, toggleAll } from './selection';
import type { Outcome } from './use-acknowledgement';
import { useSteadyRows } from './use-steady-rows';
import { ViolationTable } from './violation-table';

interface ViolationListProps {
  fresh: Violation[];
  /** New violations come in at the top of the first page only. */
  isFirstPage: boolean;
  canAcknowledge: boolean;
  onRefresh: () => void;
  empty: ReactNode;
}

export function ViolationList(props: ViolationListProps) {
  const { fresh, isFirstPage, canAcknowledge, onRefresh, empty } = props;
  const navigate = useNavigate();
  const body = useRef<HTMLTableSectionElement>(null);
  const [selection, setSelection] = useState(nothingSelected);
  const [asked, setAsked] = useState<readonly Violation[] | null>(null);
  const [pointing, setPointing] = useState(false);
  const [walking, setWalking] = useState(false);
  const isBusy = pointing || walking || asked !== null || selection.ids.size > 0;
  const steady = useSteadyRows(fresh, isBusy);
  const { rows } = steady;
  const cursor = useRowCursor(rows, body);
  const chosen = chosenOf(selection, rows);
  // A colleague may have acknowledged the last of them.
  if (chosen.length === 0 && selection.ids.size > 0) setSelection(nothingSelected);

  const ask = (violations: readonly Violation[]) => violations.length > 0 && setAsked(violations);
  const open = (violation: Violation | undefined) => {
    const link = violation && dashboardLink(violation);
    if (link) void navigate(link);
  };
  const select = (id: number, range: boolean) => setSelection((current) => toggle(current, rows, id, range));
  const done = ({ acknowledged }: Outcome) => {
    for (const { id, ack_user, ack_reason, ack_timestamp } of acknowledged)
      steady.acknowledged(id, { acknowledged: true, ack_user, ack_reason, ack_timestamp });
    const gone = new Set(acknowledged.map(({ id }) => id));
    setSelection(({ ids, anchor }) => ({ ids: new Set([...ids].filter((id) => !gone.has(id))), anchor }));
  };

  return (
    <>
      <ListToolbar
        selected={chosen.length}
        arrivals={isFirstPage ? steady.arrivals : 0}
        canAcknowledge={canAcknowledge}
        hasOpen={openOf(rows).length > 0}
        onShowArrivals={steady.showArrivals}
        onClear={() => setSelection(nothingSelected)}
        onBulk={() => ask(chosen)}
        onRefresh={onRefresh}
      />
      {rows.length === 0 ? (
        empty
      ) : (
        <div className="@container relative min-h-0 flex-1 scroll-thin lg:overflow-y-auto">
          <ViolationTable
            rows={rows}
            canAcknowledge={canAcknowledge}
            selection={selection}
            cursor={cursor}
            body={body}
            onPoint={setPointing}
            onToggleAll={() => setSelection(toggleAll(selection, rows))}
            onToggle={select}
            onAcknowledge={(violation) => ask([violation])}
            onOpen={open}
            onWalk={setWalking}
          />
        </div>
      )}
      <MoveShortcuts onMove={cursor.move} onOpen={() => open(cursor.row)} />
      {canAcknowledge && (
        <AcknowledgeShortcuts
          onSelect={() => cursor.row && select(cursor.row.id, false)}
          onAcknowledge={() =>
            ask(chosen.length > 0 ? chosen : cursor.row && isOpen(cursor.row) ? [cursor.row] : [])
          }
          onClear={() => setSelection(nothingSelected)}
        />
      )}
      {asked && <AcknowledgeDialog violations={asked} onClose={() => setAsked(null)} onDone={done} />}
    </>
  );
}
