// The columns of the list. A narrow list drops columns, whose cells then stand below the name.
import type { Characteristic, Sample, Violation } from '@/shared/api/types';
import { zoneName } from '@/shared/lib/format';
import type { Column } from '@/shared/table/columns';
import { Button } from '@/shared/ui/button';
import { Check } from 'lucide-react';
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

const WIDE = '@max-3xl:hidden';
const WIDER = '@max-5xl:hidden';

function Answer({ violation, onAcknowledge }: { violation: Violation; onAcknowledge: () => void }) {
  const { t } = useTranslation('violations');
  const { fullName } = useViolationText();
  return (
    <Button
      className="h-7! px-2.5!"
      icon={<Check size={14} aria-hidden className="@max-3xl:hidden" />}
      aria-label={t('ack.actionFor', { name: fullName(violation) })}
      onClick={onAcknowledge}
    >
      {t('ack.action')}
    </Button>
  );
}

export interface ViolationColumnsInput {
  characteristics: ReadonlyMap<number, Characteristic>;
  /** Null: there is no room for their figures. */
  samples: ReadonlyMap<number, Sample> | null;
  /** Null for those who may not. */
  onAcknowledge: ((violation: Violation) => void) | null;
}

export function useViolationColumns(input: ViolationColumnsInput): Column<Violation>[] {
  const { characteristics, samples, onAcknowledge } = input;
  const { t } = useTranslation('violations');
  const characteristicOf = ({ characteristic_id }: Violation) => characteristics.get(characteristic_id ?? 0);
  const value: Column<Violation> = {
    key: 'value',
    head: t('table.value'),
    headClassName: 'text-right',
    className: 'text-right whitespace-nowrap',
    cell: (violation) => (
      <ValueCell
        violation={violation}
        characteristic={characteristicOf(violation)}
        sample={samples?.get(violation.sample_id)}
      />
    ),
  };
  return [
    {
      key: 'time',
      head: t('table.time', { zone: zoneName(new Date()) }),
      headClassName: WIDE,
      className: `whitespace-nowrap ${WIDE}`,
      cell: (violation) => <TimeCell violation={violation} />,
    },
    {
      key: 'characteristic',
      head: t('table.characteristic'),
      className: 'w-full max-w-0 @7xl:w-[28%]',
      cell: (violation) => <CharacteristicCell violation={violation} />,
    },
    {
      key: 'rule',
      head: t('table.rule'),
      headClassName: WIDE,
      className: `whitespace-nowrap ${WIDE}`,
      cell: (violation) => <RuleCell violation={violation} />,
    },
    {
      key: 'severity',
      head: t('table.severity'),
      headClassName: WIDE,
      className: WIDE,
      cell: (violation) => <SeverityBadge violation={violation} />,
    },
    {
      key: 'chart',
      head: t('table.chart'),
      headClassName: WIDER,
      className: `whitespace-nowrap text-ink-muted ${WIDER}`,
      cell: (violation) => <ChartCell violation={violation} characteristic={characteristicOf(violation)} />,
    },
    ...(samples ? [value] : []),
    {
      key: 'status',
      head: t('table.status'),
      className: '@3xl:min-w-65 @5xl:min-w-76 @7xl:w-[23%]',
      cell: (violation) => (
        <div className="flex gap-1.5 @max-3xl:flex-col @max-3xl:items-start @3xl:w-60 @3xl:justify-between @5xl:w-71">
          <StatusCell violation={violation} />
          {onAcknowledge && isOpen(violation) && (
            <Answer violation={violation} onAcknowledge={() => onAcknowledge(violation)} />
          )}
        </div>
      ),
    },
  ];
}
