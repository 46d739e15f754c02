import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useSamplesById } from '@/shared/api/queries/samples';
import type { Violation } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { zoneName } from '@/shared/lib/format';
import { useMediaQuery } from '@/shared/lib/use-media-query';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { type PointerEvent, type RefObject, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { extent, openOf, type Selection } from './selection';
import { type RowActions, ViolationRow } from './violation-row';

interface ViolationTableProps {
  rows: readonly Violation[];
  canAcknowledge: boolean;
  selection: Selection;
  cursorId: number | undefined;
  actions: RowActions;
  onToggleAll: () => void;
  /** Somebody points at the rows with the mouse, or no longer does. */
  onPoint: (pointing: boolean) => void;
  body: RefObject<HTMLTableSectionElement | null>;
}

const NO_SAMPLES: readonly number[] = [];
const head = 'px-2.5 py-2 text-left font-medium whitespace-nowrap text-ink-muted';

interface HeadProps {
  rows: readonly Violation[];
  canAcknowledge: boolean;
  showValue: boolean;
  selection: Selection;
  onToggleAll: () => void;
}

function TableHead({ rows, canAcknowledge, showValue, selection, onToggleAll }: HeadProps) {
  const { t } = useTranslation('violations');
  const chosen = extent(selection, rows);
  const zone = zoneName(new Date());
  return (
    <thead className="sticky top-0 z-10 bg-surface shadow-[inset_0_-1px_var(--line)]">
      <tr>
        {canAcknowledge && (
          <th scope="col" className="w-9 p-0">
            <label className="flex h-9 w-9 cursor-pointer items-center justify-center">
              <input
                ref={(input) => {
                  if (input) input.indeterminate = chosen === 'some';
                }}
                type="checkbox"
                className="size-4 accent-accent"
                aria-label={t('table.selectAll')}
                disabled={openOf(rows).length === 0}
                checked={chosen === 'all'}
                onChange={onToggleAll}
              />
            </label>
          </th>
        )}
        <th scope="col" className={cn(head, '@max-3xl:hidden')}>
          {t('table.time', { zone })}
        </th>
        <th scope="col" className={head}>
          {t('table.characteristic')}
        </th>
        <th scope="col" className={cn(head, '@max-3xl:hidden')}>
          {t('table.rule')}
        </th>
        <th scope="col" className={cn(head, '@max-3xl:hidden')}>
          {t('table.severity')}
        </th>
        <th scope="col" className={cn(head, '@max-5xl:hidden')}>
          {t('table.chart')}
        </th>
        {showValue && (
          <th scope="col" className={cn(head, 'text-right')}>
            {t('table.value')}
          </th>
        )}
        <th scope="col" className={head}>
          {t('table.status')}
        </th>
      </tr>
    </thead>
  );
}

export function ViolationTable(props: ViolationTableProps) {
  const { rows, canAcknowledge, selection, cursorId, actions, onToggleAll, onPoint, body } = props;
  const { t } = useTranslation('violations');
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
  const point = (pointing: boolean) => (event: PointerEvent) => {
    if (event.pointerType === 'mouse') onPoint(pointing);
  };

  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{t('table.caption')}</caption>
      <TableHead
        rows={rows}
        canAcknowledge={canAcknowledge}
        showValue={showValue}
        selection={selection}
        onToggleAll={onToggleAll}
      />
      <tbody ref={body} onPointerEnter={point(true)} onPointerLeave={point(false)}>
        {rows.map((violation, index) => (
          <ViolationRow
            key={violation.id}
            violation={violation}
            characteristic={byId.get(violation.characteristic_id ?? 0)}
            sample={samples.get(violation.sample_id)}
            showValue={showValue}
            canAcknowledge={canAcknowledge}
            isSelected={selection.ids.has(violation.id)}
            isCursor={violation.id === cursorId}
            isTabStop={cursorId === undefined ? index === 0 : violation.id === cursorId}
            actions={actions}
          />
        ))}
      </tbody>
    </table>
  );
}
