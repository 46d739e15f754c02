// Samples as rows: the recent ones beside the form, and the pages of the history.
import type { Characteristic, Sample } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { cn } from '@/shared/lib/cn';
import { formatDateTime, formatMoment, formatValue, parseTime } from '@/shared/lib/format';
import { Badge } from '@/shared/ui/badge';
import { ArrowDown, ArrowUp, Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hasInspectedSize, isCounted } from '../form/entry-check';
import { type SampleAction, SampleMenu } from './sample-actions';

interface SampleTableProps {
  characteristic: Characteristic;
  samples: readonly Sample[];
  onOpen: (sampleId: number) => void;
  onAction: (action: SampleAction) => void;
  /** Ids to mark as entered in this session. */
  mine?: ReadonlySet<number>;
  /** Also shows who and which batch. */
  full?: boolean;
  sort?: { oldestFirst: boolean; onChange: (oldestFirst: boolean) => void };
}

interface Column {
  key: string;
  head: ReactNode;
  cell: (sample: Sample) => ReactNode;
  className?: string;
  ariaSort?: 'ascending' | 'descending';
}

function Status({ sample }: { sample: Sample }) {
  const { t } = useTranslation('dataEntry');
  return (
    <span className="flex items-center gap-1">
      <Badge
        tone={sample.is_excluded ? 'neutral' : 'ok'}
        title={sample.is_excluded ? (sample.exclude_reason ?? undefined) : undefined}
      >
        {t(sample.is_excluded ? 'table.excluded' : 'table.active')}
      </Badge>
      {sample.is_undersized && <Badge tone="caution">{t('table.undersized')}</Badge>}
    </span>
  );
}

interface NameProps {
  sample: Sample;
  isMine: boolean;
  full: boolean;
  onOpen: () => void;
}

function Name({ sample, isMine, full, onOpen }: NameProps) {
  const { t } = useTranslation('dataEntry');
  const modified = t('table.modified', { count: sample.edit_count });
  return (
    <span className="flex items-center gap-1.5">
      <button
        type="button"
        aria-label={t('table.open', { name: sample.display_key })}
        className="font-medium text-accent tabular hover:underline"
        onClick={onOpen}
      >
        {sample.display_key}
      </button>
      {sample.is_modified && (
        <span title={modified} role="img" aria-label={modified} className="text-info">
          <Pencil size={12} aria-hidden />
        </span>
      )}
      {!full && sample.is_excluded && <Badge>{t('table.excluded')}</Badge>}
      {!full && sample.is_undersized && <Badge tone="caution">{t('table.undersized')}</Badge>}
      {isMine && (
        <span
          title={t('recent.yours')}
          role="img"
          aria-label={t('recent.yours')}
          className="size-1.5 rounded-full bg-accent"
        />
      )}
    </span>
  );
}

const number = 'text-right tabular';

function useColumns({
  characteristic,
  onOpen,
  onAction,
  mine,
  full,
  sort,
}: Omit<SampleTableProps, 'samples'>): Column[] {
  const { t } = useTranslation('dataEntry');
  const canChange = useCan('supervisor');
  const value = (it: number | null) => formatValue(it, characteristic.decimal_precision);
  const Arrow = sort?.oldestFirst ? ArrowUp : ArrowDown;

  const values: Column[] = isCounted(characteristic)
    ? [
        {
          key: 'value',
          head: t('table.value'),
          className: number,
          cell: ({ mean }) => <strong>{value(mean)}</strong>,
        },
        { key: 'found', head: t('table.found'), className: number, cell: (it) => it.defect_count ?? '–' },
        ...(hasInspectedSize(characteristic)
          ? [
              {
                key: 'size',
                head: t('table.inspected'),
                className: number,
                cell: (it: Sample) => it.inspected_size ?? '–',
              },
            ]
          : []),
      ]
    : characteristic.subgroup_size === 1
      ? [
          {
            key: 'value',
            head: t('table.value'),
            className: number,
            cell: ({ mean }) => <strong>{value(mean)}</strong>,
          },
        ]
      : [
          {
            key: 'mean',
            head: t('table.mean'),
            className: number,
            cell: ({ mean }) => <strong>{value(mean)}</strong>,
          },
          { key: 'range', head: t('table.range'), className: number, cell: (it) => value(it.range_value) },
          {
            key: 'readings',
            head: t('table.readings'),
            className: 'tabular text-ink-muted w-full max-w-0',
            cell: ({ measurements }) => {
              const text = measurements.map(value).join('  ');
              return (
                <div title={text} className="min-w-24 truncate">
                  {text}
                </div>
              );
            },
          },
        ];

  return [
    {
      key: 'name',
      head: t('table.sample'),
      cell: (sample) => (
        <Name
          sample={sample}
          isMine={mine?.has(sample.id) ?? false}
          full={full ?? false}
          onOpen={() => onOpen(sample.id)}
        />
      ),
    },
    {
      key: 'time',
      ...(sort ? { ariaSort: sort.oldestFirst ? ('ascending' as const) : ('descending' as const) } : {}),
      head: sort ? (
        <button
          type="button"
          title={t('table.sortTime')}
          onClick={() => sort.onChange(!sort.oldestFirst)}
          className="inline-flex items-center gap-1 hover:text-ink"
        >
          {t('table.time')}
          <Arrow size={12} aria-hidden />
        </button>
      ) : (
        t('table.time')
      ),
      className: 'tabular',
      cell: ({ timestamp }) => (full ? formatDateTime : formatMoment)(parseTime(timestamp)),
    },
    ...values,
    ...(full
      ? [
          {
            key: 'batch',
            head: t('table.batch'),
            className: 'max-w-36 truncate',
            cell: (it: Sample) => it.batch_number ?? '',
          },
          {
            key: 'operator',
            head: t('table.operator'),
            className: 'max-w-32 truncate',
            cell: (it: Sample) => it.operator_id ?? '',
          },
          { key: 'status', head: t('table.status'), cell: (it: Sample) => <Status sample={it} /> },
        ]
      : []),
    ...(canChange
      ? [
          {
            key: 'actions',
            head: <span className="sr-only">{t('table.actions')}</span>,
            className: 'text-right',
            cell: (sample: Sample) => <SampleMenu sample={sample} onAction={onAction} />,
          },
        ]
      : []),
  ];
}

export function SampleTable({ samples, ...rest }: SampleTableProps) {
  const { t } = useTranslation('dataEntry');
  const columns = useColumns(rest);
  return (
    <div className="scroll-thin overflow-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{t('table.caption')}</caption>
        <thead className="sticky top-0 z-1 bg-surface">
          <tr className="border-b border-line">
            {columns.map(({ key, head, className, ariaSort }) => (
              <th
                key={key}
                scope="col"
                aria-sort={ariaSort}
                className={cn(
                  'px-2.5 py-1.5 font-medium whitespace-nowrap text-ink-muted',
                  className?.includes('text-right') ? 'text-right' : 'text-left',
                )}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <tr
              key={sample.id}
              className={cn(
                'border-b border-line last:border-b-0 hover:bg-sunken',
                sample.is_excluded && 'text-ink-muted',
              )}
            >
              {columns.map(({ key, cell, className }) => (
                <td key={key} className={cn('h-9 px-2.5 whitespace-nowrap', className)}>
                  {cell(sample)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
