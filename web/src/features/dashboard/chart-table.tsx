// The chart as a table: the same points for those who cannot or do not want to read a picture, and as a file.
import { type ChartModel, type ModelPoint, statusKey } from '@/shared/charts/chart-model';
import { cn } from '@/shared/lib/cn';
import { decimalsApart, formatMoment, formatValue } from '@/shared/lib/format';
import type { Column } from '@/shared/table/columns';
import { DataTable } from '@/shared/table/data-table';
import { ExportButton } from '@/shared/table/export-button';
import { useSortedRows } from '@/shared/table/use-sorted-rows';
import { Card } from '@/shared/ui/card';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { chartCsv } from './chart-csv';

interface Row extends ModelPoint {
  id: number;
  spread: number | null;
}

interface ChartTableProps {
  model: ChartModel;
  onOpen: (sampleId: number) => void;
}

type Figure = 'n' | 'value' | 'spread' | 'lcl' | 'center' | 'ucl';

/** The numbers of one row are those that are compared. */
const digits = ({ value, lcl, center, ucl }: Row, decimals: number): number =>
  decimalsApart([value, lcl, center, ucl], decimals);

function useFigures({ decimals, dispersion }: ChartModel): Column<Row>[] {
  const { t } = useTranslation('charts');
  const figure = (key: Figure, head: string, cell: Column<Row>['cell']): Column<Row> => ({
    key,
    head,
    isNumber: true,
    isSortable: true,
    startsDescending: true,
    cell,
    value: (row) => row[key],
  });
  const limit = (key: 'lcl' | 'center' | 'ucl') =>
    figure(key, t(key), (row) => formatValue(row[key], digits(row, decimals)));
  return [
    figure('n', t('size'), ({ n }) => n),
    figure('value', t('value'), (row) => (
      <strong className="font-semibold">{formatValue(row.value, digits(row, decimals))}</strong>
    )),
    ...(dispersion
      ? [figure('spread', t(`quantities.${dispersion.type}`), ({ spread }) => formatValue(spread, decimals))]
      : []),
    limit('lcl'),
    limit('center'),
    limit('ucl'),
  ];
}

function useColumns(model: ChartModel, onOpen: (sampleId: number) => void): Column<Row>[] {
  const { t } = useTranslation(['charts', 'common', 'dashboard']);
  const figures = useFigures(model);
  const column = (key: string, head: string, cell: Column<Row>['cell'], value: Column<Row>['value']) => ({
    key,
    head,
    isSortable: true,
    cell,
    ...(value && { value }),
  });
  const rules = (row: Row) => row.rules.join(', ');
  return [
    column(
      'name',
      t('sample'),
      ({ id, name }) => (
        <button
          type="button"
          aria-label={t('dashboard:table.open', { name })}
          className="font-medium text-accent tabular hover:underline"
          onClick={() => onOpen(id)}
        >
          {name}
        </button>
      ),
      ({ name }) => name,
    ),
    {
      ...column(
        'time',
        t('time'),
        ({ time }) => formatMoment(new Date(time)),
        ({ time }) => time,
      ),
      startsDescending: true,
    },
    ...figures,
    column(
      'zone',
      t('zone'),
      ({ zone }) => t(`common:zones.${zone}`),
      ({ zone }) => zone,
    ),
    column('rules', t('rules'), rules, rules),
    column(
      'status',
      t('status'),
      (row) => (
        <span className={cn(row.status === 'open' && 'font-medium text-alarm')}>
          {t(`statuses.${statusKey(row)}`)}
        </span>
      ),
      ({ status }) => status,
    ),
  ];
}

export function ChartTable({ model, onOpen }: ChartTableProps) {
  const { t } = useTranslation('dashboard');
  const points = useMemo<Row[]>(
    () =>
      model.location.points
        .map((point, index) => ({
          ...point,
          id: point.sampleId,
          spread: model.dispersion?.points[index]?.value ?? null,
        }))
        .reverse(),
    [model],
  );
  const columns = useColumns(model, onOpen);
  const { rows, sort } = useSortedRows(points, columns);
  return (
    <Card className="flex min-h-0 flex-1 flex-col print:mt-2.5">
      <div className="flex items-center justify-between px-3 py-2">
        <h3 className="font-semibold">{model.name}</h3>
        <ExportButton csv={() => chartCsv(model)} name={model.name} />
      </div>
      <div className="min-h-0 flex-1 scroll-thin overflow-auto">
        <DataTable layout="dense" caption={t('table.caption')} columns={columns} rows={rows} sort={sort} />
      </div>
    </Card>
  );
}
