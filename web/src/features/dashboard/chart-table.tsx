// The chart as a table: the same points for those who cannot or do not want to read a picture, and as a file.
import { type ChartModel, type ModelPoint, statusKey } from '@/shared/charts/chart-model';
import { cn } from '@/shared/lib/cn';
import { decimalsApart, formatMoment, formatValue } from '@/shared/lib/format';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import {
  createColumnHelper,
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  useReactTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp, Download } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadCsv } from './chart-csv';

interface Row extends ModelPoint {
  spread: number | null;
}

interface ChartTableProps {
  model: ChartModel;
  onOpen: (sampleId: number) => void;
}

const column = createColumnHelper<Row>();

function useColumns(model: ChartModel, onOpen: (sampleId: number) => void) {
  const { t } = useTranslation(['charts', 'common', 'dashboard']);
  return useMemo(() => {
    // The numbers of one row are those that are compared.
    const value = (number: number | null, { value: own, lcl, center, ucl }: ModelPoint) =>
      formatValue(number, decimalsApart([own, lcl, center, ucl], model.decimals));
    const number = (id: 'center' | 'ucl' | 'lcl', header: string) =>
      column.accessor(id, {
        header,
        cell: (cell) => value(cell.getValue(), cell.row.original),
        meta: { numeric: true },
      });
    return [
      column.accessor('name', {
        header: t('sample'),
        cell: (cell) => (
          <button
            type="button"
            aria-label={t('dashboard:table.open', { name: cell.getValue() })}
            className="font-medium text-accent tabular hover:underline"
            onClick={() => onOpen(cell.row.original.sampleId)}
          >
            {cell.getValue()}
          </button>
        ),
      }),
      column.accessor('time', {
        header: t('time'),
        cell: (cell) => formatMoment(new Date(cell.getValue())),
      }),
      column.accessor('n', { header: t('size'), meta: { numeric: true } }),
      column.accessor('value', {
        header: t('value'),
        cell: (cell) => (
          <strong className="font-semibold">{value(cell.getValue(), cell.row.original)}</strong>
        ),
        meta: { numeric: true },
      }),
      ...(model.dispersion
        ? [
            column.accessor('spread', {
              header: t(`quantities.${model.dispersion.type}`),
              cell: (cell) => formatValue(cell.getValue(), model.decimals),
              meta: { numeric: true },
            }),
          ]
        : []),
      number('lcl', t('lcl')),
      number('center', t('center')),
      number('ucl', t('ucl')),
      column.accessor('zone', { header: t('zone'), cell: (cell) => t(`common:zones.${cell.getValue()}`) }),
      column.accessor((row) => row.rules.join(', '), { id: 'rules', header: t('rules') }),
      column.accessor('status', {
        header: t('status'),
        cell: (cell) => (
          <span className={cn(cell.getValue() === 'open' && 'font-medium text-alarm')}>
            {t(`statuses.${statusKey(cell.row.original)}`)}
          </span>
        ),
      }),
    ];
  }, [model, onOpen, t]);
}

export function ChartTable({ model, onOpen }: ChartTableProps) {
  const { t } = useTranslation('dashboard');
  const rows = useMemo<Row[]>(
    () =>
      model.location.points
        .map((point, index) => ({ ...point, spread: model.dispersion?.points[index]?.value ?? null }))
        .reverse(),
    [model],
  );
  const columns = useColumns(model, onOpen);
  // eslint-disable-next-line react-hooks/incompatible-library -- the table's functions stay inside this component
  const table = useReactTable({
    data: rows,
    columns,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getRowId: (row) => String(row.sampleId),
  });
  const isNumeric = (meta: unknown) => (meta as { numeric?: boolean } | undefined)?.numeric === true;

  return (
    <Card className="flex min-h-0 flex-1 flex-col print:mt-2.5">
      <div className="flex items-center justify-between px-3 py-2">
        <h3 className="font-semibold">{model.name}</h3>
        <Button
          className="print:hidden"
          icon={<Download size={15} aria-hidden />}
          onClick={() => downloadCsv(model)}
        >
          {t('table.download')}
        </Button>
      </div>
      <div className="min-h-0 flex-1 scroll-thin overflow-auto">
        <table className="w-full text-sm print:text-[0.625rem]">
          <caption className="sr-only">{t('table.caption')}</caption>
          <thead className="sticky top-0 bg-surface">
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} className="border-b border-line">
                {group.headers.map(
                  ({ id, column: { columnDef, getIsSorted, getToggleSortingHandler }, getContext }) => {
                    const sorted = getIsSorted();
                    const Arrow = sorted === 'asc' ? ArrowUp : ArrowDown;
                    return (
                      <th
                        key={id}
                        scope="col"
                        aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
                        className={cn(
                          'px-2.5 py-1.5 font-medium print:px-1',
                          isNumeric(columnDef.meta) ? 'text-right' : 'text-left',
                        )}
                      >
                        <button
                          type="button"
                          onClick={getToggleSortingHandler()}
                          className="inline-flex items-center gap-1 text-ink-muted hover:text-ink"
                        >
                          {flexRender(columnDef.header, getContext())}
                          {sorted && <Arrow size={12} aria-hidden />}
                        </button>
                      </th>
                    );
                  },
                )}
              </tr>
            ))}
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr key={row.id} className="border-b border-line hover:bg-sunken">
                {row.getVisibleCells().map((cell) => (
                  <td
                    key={cell.id}
                    className={cn(
                      'px-2.5 py-1 whitespace-nowrap print:px-1',
                      isNumeric(cell.column.columnDef.meta) && 'text-right tabular',
                    )}
                  >
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
