import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useSamplesById } from '@/shared/api/queries/samples';
import type { Violation } from '@/shared/api/types';
import { useMediaQuery } from '@/shared/lib/use-media-query';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { DataTable } from '@/shared/table/data-table';
import type { Selection } from '@/shared/table/selection';
import type { RowCursor } from '@/shared/table/use-row-cursor';
import { type RefObject, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { extent, isOpen, openOf } from './selection';
import { useViolationColumns } from './violation-columns';
import { useViolationText } from './violation-text';

interface ViolationTableProps {
  rows: readonly Violation[];
  canAcknowledge: boolean;
  selection: Selection;
  cursor: RowCursor<Violation>;
  body: RefObject<HTMLTableSectionElement | null>;
  onToggle: (id: number, range: boolean) => void;
  onToggleAll: () => void;
  onAcknowledge: (violation: Violation) => void;
  onOpen: (violation: Violation) => void;
  onPoint: (pointing: boolean) => void;
  onWalk: (walking: boolean) => void;
}

const NO_SAMPLES: readonly number[] = [];

/** Its keys are shortcuts of the page; see list-shortcuts.tsx. */
export function ViolationTable(props: ViolationTableProps) {
  const { rows, canAcknowledge, selection, cursor, onToggle, onToggleAll, onAcknowledge } = props;
  const { t } = useTranslation('violations');
  const { fullName } = useViolationText();
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: characteristics } = useCharacteristics(plantId);
  const byId = useMemo(() => new Map(characteristics?.map((item) => [item.id, item])), [characteristics]);
  // The list carries no figures, so each sample is fetched, once, and only where there is room to show it.
  const showValue = useMediaQuery('(min-width: 75rem)');
  const sampleIds = useMemo(
    () => (showValue ? [...new Set(rows.map(({ sample_id }) => sample_id))] : NO_SAMPLES),
    [rows, showValue],
  );
  const samples = useSamplesById(sampleIds);
  const columns = useViolationColumns({
    characteristics: byId,
    samples: showValue ? samples : null,
    onAcknowledge: canAcknowledge ? onAcknowledge : null,
  });
  return (
    <DataTable
      layout="blocks"
      caption={t('table.caption')}
      columns={columns}
      rows={rows}
      cursor={cursor}
      body={props.body}
      onOpen={props.onOpen}
      onPoint={props.onPoint}
      onWalk={props.onWalk}
      {...(canAcknowledge && {
        selection: {
          value: selection,
          extent: extent(selection, rows),
          canSelect: isOpen,
          hasChoices: openOf(rows).length > 0,
          nameOf: fullName,
          onToggle,
          onToggleAll,
        },
      })}
    />
  );
}
