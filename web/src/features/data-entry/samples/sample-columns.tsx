// The columns of a table of samples. The compact table beside the form shows marks where the full one has words.
import type { Characteristic, Sample } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { formatClock, formatDateTime, formatDayTime, formatValue, parseTime } from '@/shared/lib/format';
import type { Column } from '@/shared/table/columns';
import { Badge } from '@/shared/ui/badge';
import { CircleHelp, CircleSlash, Pencil, Triangle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isCounted } from '@/shared/entry/entry-check';
import { type SampleAction, SampleMenu } from './sample-actions';

type SampleColumn = Column<Sample>;

/** The column that the server can order by. */
export const TIME = 'time';

export interface SampleColumnsInput {
  characteristic: Characteristic;
  onOpen: (sampleId: number) => void;
  onAction: (action: SampleAction) => void;
  /** Ids to mark as entered in this session. */
  mine: ReadonlySet<number>;
  /** Also shows who and which batch. */
  full: boolean;
}

const Mark = ({ label, className, children }: { label: string; className: string; children: ReactNode }) => (
  <span title={label} role="img" aria-label={label} className={className}>
    {children}
  </span>
);

function Name({
  sample,
  full,
  mine,
  onOpen,
}: Omit<SampleColumnsInput, 'characteristic' | 'onAction'> & { sample: Sample }) {
  const { t } = useTranslation('dataEntry');
  const { is_excluded, exclude_reason, is_undersized, is_uncertain, is_modified, edit_count, display_key } =
    sample;
  return (
    <span className="flex items-center gap-1.5">
      <button
        type="button"
        aria-label={t('table.open', { name: display_key })}
        className="font-medium text-accent tabular hover:underline"
        onClick={() => onOpen(sample.id)}
      >
        {display_key}
      </button>
      {!full && is_excluded && (
        <Mark label={`${t('table.excluded')}: ${exclude_reason ?? ''}`} className="text-ink-muted">
          <CircleSlash size={12} aria-hidden />
        </Mark>
      )}
      {!full && is_undersized && (
        <Mark label={t('table.undersized')} className="text-caution">
          <Triangle size={11} aria-hidden />
        </Mark>
      )}
      {is_uncertain && (
        <Mark label={t('table.uncertain')} className="text-caution">
          <CircleHelp size={12} aria-hidden />
        </Mark>
      )}
      {is_modified && (
        <Mark label={t('table.modified', { count: edit_count })} className="text-info">
          <Pencil size={12} aria-hidden />
        </Mark>
      )}
      {mine.has(sample.id) && (
        <Mark label={t('recent.yours')} className="size-1.5 rounded-full bg-accent">
          {null}
        </Mark>
      )}
    </span>
  );
}

function Status({ sample: { is_excluded, exclude_reason, is_undersized } }: { sample: Sample }) {
  const { t } = useTranslation('dataEntry');
  return (
    <span className="flex items-center gap-1">
      <Badge tone={is_excluded ? 'neutral' : 'ok'} title={exclude_reason ?? undefined}>
        {t(is_excluded ? 'table.excluded' : 'table.active')}
      </Badge>
      {is_undersized && <Badge tone="caution">{t('table.undersized')}</Badge>}
    </span>
  );
}

/** The day only where it is another one. */
const formatRecent = (time: Date): string =>
  (time.toDateString() === new Date().toDateString() ? formatClock : formatDayTime)(time);

function useValueColumns(characteristic: Characteristic, full: boolean): SampleColumn[] {
  const { t } = useTranslation('dataEntry');
  const { decimal_precision, subgroup_size } = characteristic;
  const value = (it: number | null) => formatValue(it, decimal_precision);
  const isSingle = subgroup_size === 1 || isCounted(characteristic);
  const main: SampleColumn = {
    key: 'value',
    head: t(isSingle ? 'table.value' : 'table.mean'),
    isNumber: true,
    cell: ({ mean }) => <strong className="font-semibold">{value(mean)}</strong>,
  };
  if (isCounted(characteristic)) {
    const found: SampleColumn = {
      key: 'found',
      head: t('table.foundOf'),
      isNumber: true,
      cell: (it) => `${it.defect_count ?? '–'} / ${it.inspected_size ?? '–'}`,
    };
    return [main, found];
  }
  if (isSingle) return [main];
  const range: SampleColumn = {
    key: 'range',
    head: t('table.range'),
    isNumber: true,
    cell: (it) => value(it.range_value),
  };
  const readings: SampleColumn = {
    key: 'readings',
    head: t('table.readings'),
    className: 'tabular text-ink-muted max-w-96 truncate',
    cell: ({ measurements }) => {
      const text = measurements.map(value).join('  ');
      return <span title={text}>{text}</span>;
    },
  };
  return full ? [main, range, readings] : [main, range];
}

export function useSampleColumns(input: SampleColumnsInput): SampleColumn[] {
  const { characteristic, onAction, full } = input;
  const { t } = useTranslation('dataEntry');
  const canChange = useCan('supervisor');
  const values = useValueColumns(characteristic, full);

  const time: SampleColumn = {
    key: TIME,
    head: t('table.time'),
    isSortable: true,
    className: 'tabular',
    cell: ({ timestamp }) => (full ? formatDateTime : formatRecent)(parseTime(timestamp)),
  };
  const details: SampleColumn[] = [
    { key: 'batch', head: t('table.batch'), className: 'max-w-36 truncate', cell: (it) => it.batch_number },
    {
      key: 'operator',
      head: t('table.operator'),
      className: 'max-w-32 truncate',
      cell: (it) => it.operator_id,
    },
    { key: 'status', head: t('table.status'), cell: (it) => <Status sample={it} /> },
  ];
  const actions: SampleColumn = {
    key: 'actions',
    head: t('table.actions'),
    isHeadHidden: true,
    className: 'text-right',
    cell: (sample) => <SampleMenu sample={sample} onAction={onAction} />,
  };
  return [
    { key: 'name', head: t('table.sample'), cell: (sample) => <Name sample={sample} {...input} /> },
    time,
    ...values,
    ...(full ? details : []),
    ...(canChange ? [actions] : []),
  ];
}
