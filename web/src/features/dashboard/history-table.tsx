// A long history as a table: one row for each stretch, newest first, and as a file.
import type { HistoryModel, Stretch } from '@/shared/charts/history-model';
import { useStretchText } from '@/shared/charts/history-text';
import { cn } from '@/shared/lib/cn';
import { csvText } from '@/shared/lib/csv';
import { formatCount, formatLongMoment, formatValue } from '@/shared/lib/format';
import type { Column } from '@/shared/table/columns';
import { DataTable } from '@/shared/table/data-table';
import { ExportButton } from '@/shared/table/export-button';
import { useSortedRows } from '@/shared/table/use-sorted-rows';
import { Card } from '@/shared/ui/card';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

interface HistoryTableProps {
  model: HistoryModel;
  onLookCloser: (stretch: Stretch) => void;
}

const HEADER = [
  'from',
  'to',
  'samples',
  'excluded',
  'mean',
  'min',
  'max',
  'lcl',
  'center',
  'ucl',
  'signals',
  'open',
];

export const historyCsv = ({ stretches }: HistoryModel): string =>
  csvText([
    HEADER,
    ...stretches.map((row) => [
      new Date(row.from).toISOString(),
      new Date(row.to).toISOString(),
      row.samples,
      row.excluded,
      row.mean,
      row.min,
      row.max,
      row.lcl,
      row.center,
      row.ucl,
      row.signals,
      row.open,
    ]),
  ]);

function useColumns({ decimals }: HistoryModel, onLookCloser: (stretch: Stretch) => void): Column<Stretch>[] {
  const { t } = useTranslation(['charts', 'common']);
  const textOf = useStretchText(decimals);
  const figure = (key: 'mean' | 'min' | 'max', head: string): Column<Stretch> => ({
    key,
    head,
    isNumber: true,
    isSortable: true,
    startsDescending: true,
    cell: (row) => formatValue(row[key], decimals),
    value: (row) => row[key],
  });
  const count = (key: 'samples' | 'excluded' | 'signals' | 'open', head: string): Column<Stretch> => ({
    key,
    head,
    isNumber: true,
    isSortable: true,
    startsDescending: true,
    cell: (row) => (
      <span className={cn(key === 'open' && row.open > 0 && 'font-medium text-alarm')}>
        {formatCount(row[key])}
      </span>
    ),
    value: (row) => row[key],
  });
  return [
    {
      key: 'from',
      head: t('common:timeRange.from'),
      isSortable: true,
      startsDescending: true,
      cell: (row) => (
        <button
          type="button"
          aria-label={t('history.lookCloser', { when: textOf(row).when })}
          className="font-medium text-accent tabular hover:underline"
          onClick={() => onLookCloser(row)}
        >
          {formatLongMoment(new Date(row.from))}
        </button>
      ),
      value: ({ from }) => from,
    },
    { key: 'to', head: t('common:timeRange.to'), cell: (row) => formatLongMoment(new Date(row.to)) },
    count('samples', t('history.samples')),
    count('excluded', t('statuses.excluded')),
    figure('mean', t('mean')),
    figure('min', t('history.min')),
    figure('max', t('history.max')),
    count('signals', t('history.signalsHead')),
    count('open', t('history.open')),
  ];
}

export function HistoryTable({ model, onLookCloser }: HistoryTableProps) {
  const { t } = useTranslation('charts');
  const newestFirst = useMemo(() => model.stretches.toReversed(), [model]);
  const columns = useColumns(model, onLookCloser);
  const { rows, sort } = useSortedRows(newestFirst, columns);
  return (
    <Card className="flex min-h-0 flex-1 flex-col print:mt-2.5">
      <div className="flex items-center justify-between px-3 py-2">
        <h3 className="font-semibold">{model.name}</h3>
        <ExportButton csv={() => historyCsv(model)} name={model.name} />
      </div>
      <div className="min-h-0 flex-1 scroll-thin overflow-auto">
        <DataTable layout="dense" caption={t('history.caption')} columns={columns} rows={rows} sort={sort} />
      </div>
    </Card>
  );
}
