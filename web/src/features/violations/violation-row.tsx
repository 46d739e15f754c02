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
      onFocus={() => actions.onFocus(violation.id)}
      onClick={(event) => isPlainClick(event) && actions.onOpen(violation)}
      className={cn(
        'cursor-pointer scroll-mt-10 border-b border-line outline-offset-[-2px]',
        isSelected ? 'bg-accent-soft' : 'hover:bg-sunken',
        isCursor && 'shadow-[inset_3px_0_var(--accent)]',
      )}
    >
      {canAcknowledge && <SelectCell violation={violation} isSelected={isSelected} actions={actions} />}
      <td className={cn(cell, 'whitespace-nowrap @max-2xl:hidden')}>
        <TimeCell violation={violation} />
      </td>
      <td className={cn(cell, 'w-full max-w-0')}>
        <CharacteristicCell violation={violation} />
      </td>
      <td className={cn(cell, 'whitespace-nowrap @max-2xl:hidden')}>
        <RuleCell violation={violation} />
      </td>
      <td className={cn(cell, '@max-2xl:hidden')}>
        <SeverityBadge violation={violation} />
      </td>
      <td className={cn(cell, 'whitespace-nowrap text-ink-muted @max-4xl:hidden')}>
        <ChartCell violation={violation} characteristic={characteristic} />
      </td>
      {showValue && (
        <td className={cn(cell, 'text-right whitespace-nowrap')}>
          <ValueCell violation={violation} characteristic={characteristic} sample={sample} />
        </td>
      )}
      <td className={cn(cell, '@2xl:min-w-44')}>
        <StatusCell violation={violation} />
        {canAcknowledge && isOpen(violation) && (
          <Button className="mt-1.5 px-2! @2xl:hidden" onClick={() => actions.onAcknowledge(violation)}>
            {t('ack.action')}
          </Button>
        )}
      </td>
      {canAcknowledge && (
        <td className="px-2.5 py-1 text-right align-top @max-2xl:hidden">
          {isOpen(violation) && (
            <Button
              className="h-7!"
              icon={<Check size={14} aria-hidden />}
              aria-label={t('ack.actionFor', { name: fullName(violation) })}
              onClick={() => actions.onAcknowledge(violation)}
            >
              {t('ack.action')}
            </Button>
          )}
        </td>
      )}
    </tr>
  );
}
