import type { Characteristic, Sample, Violation } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { Button } from '@/shared/ui/button';
import { Check } from 'lucide-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CharacteristicCell,
  ChartCell,
  RuleCell,
  SeverityBadge,
  StatusCell,
  TimeCell,
  ValueCell,
} from './row-cells';
import { isOpen } from './selection';
import { useViolationText } from './violation-text';

export interface RowActions {
  onToggle: (id: number, range: boolean) => void;
  onAcknowledge: (violation: Violation) => void;
  onOpen: (violation: Violation) => void;
  onFocus: (id: number) => void;
  /** The row itself, and nothing inside it, has the focus: somebody walks through the list with the keys. */
  onWalk: (walking: boolean) => void;
}

interface ViolationRowProps {
  violation: Violation;
  characteristic: Characteristic | undefined;
  sample: Sample | undefined;
  showValue: boolean;
  canAcknowledge: boolean;
  isSelected: boolean;
  isCursor: boolean;
  isTabStop: boolean;
  actions: RowActions;
}

const cell = 'px-2.5 py-1.5 align-top';

/** A click beside the controls of a row, and not the end of marking text. */
const isPlainClick = (event: MouseEvent): boolean =>
  event.target instanceof Element &&
  event.target.closest('a, button, input, label') === null &&
  (window.getSelection()?.isCollapsed ?? true);

function SelectCell({
  violation,
  isSelected,
  actions,
}: Pick<ViolationRowProps, 'violation' | 'isSelected' | 'actions'>) {
  const { t } = useTranslation('violations');
  const { fullName } = useViolationText();
  return (
    <td className="w-9 p-0 align-top">
      {isOpen(violation) && (
        <label className="flex h-9 w-9 cursor-pointer items-center justify-center">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-label={t('table.select', { name: fullName(violation) })}
            checked={isSelected}
            onChange={({ nativeEvent }) =>
              actions.onToggle(
                violation.id,
                nativeEvent instanceof globalThis.MouseEvent && nativeEvent.shiftKey,
              )
            }
          />
        </label>
      )}
    </td>
  );
}

export function ViolationRow(props: ViolationRowProps) {
  const { violation, characteristic, sample, showValue, canAcknowledge, isSelected, isCursor, actions } =
    props;
  const { t } = useTranslation('violations');
  const { fullName } = useViolationText();
  return (
    // The keys of all rows are page shortcuts; see use-list-shortcuts.ts.

    <tr
      data-violation={violation.id}
      tabIndex={props.isTabStop ? 0 : -1}
      onFocus={({ target, currentTarget }) => {
        actions.onFocus(violation.id);
        actions.onWalk(target === currentTarget);
      }}
      onBlur={() => actions.onWalk(false)}
      onClick={(event) => isPlainClick(event) && actions.onOpen(violation)}
      className={cn(
        'cursor-pointer scroll-mt-10 border-b border-line outline-offset-[-2px]',
        isSelected ? 'bg-accent-soft' : 'hover:bg-sunken',
        isCursor && 'shadow-[inset_3px_0_var(--accent)]',
      )}
    >
      {canAcknowledge && <SelectCell violation={violation} isSelected={isSelected} actions={actions} />}
      <td className={cn(cell, 'whitespace-nowrap @max-3xl:hidden')}>
        <TimeCell violation={violation} />
      </td>
      <td className={cn(cell, 'w-full max-w-0 @7xl:w-[28%]')}>
        <CharacteristicCell violation={violation} />
      </td>
      <td className={cn(cell, 'whitespace-nowrap @max-3xl:hidden')}>
        <RuleCell violation={violation} />
      </td>
      <td className={cn(cell, '@max-3xl:hidden')}>
        <SeverityBadge violation={violation} />
      </td>
      <td className={cn(cell, 'whitespace-nowrap text-ink-muted @max-5xl:hidden')}>
        <ChartCell violation={violation} characteristic={characteristic} />
      </td>
      {showValue && (
        <td className={cn(cell, 'text-right whitespace-nowrap')}>
          <ValueCell violation={violation} characteristic={characteristic} sample={sample} />
        </td>
      )}
      <td className={cn(cell, '@3xl:min-w-65 @5xl:min-w-76 @7xl:w-[23%]')}>
        <div className="flex gap-1.5 @max-3xl:flex-col @max-3xl:items-start @3xl:w-60 @3xl:justify-between @5xl:w-71">
          <StatusCell violation={violation} />
          {canAcknowledge && isOpen(violation) && (
            <Button
              className="h-7! px-2.5!"
              icon={<Check size={14} aria-hidden className="@max-3xl:hidden" />}
              aria-label={t('ack.actionFor', { name: fullName(violation) })}
              onClick={() => actions.onAcknowledge(violation)}
            >
              {t('ack.action')}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}
