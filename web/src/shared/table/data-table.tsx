// Rows in columns: ordered by a column's head, chosen with boxes, and walked through with the arrow keys where a row can be
// opened or chosen. What is shown of which rows is for the page to say; what a column is, stands in columns.ts.
import { cn } from '@/shared/lib/cn';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, Sort } from './columns';
import type { Selection } from './selection';
import { type RowCursor, useRowCursor } from './use-row-cursor';

export interface TableSelection<Row> {
  value: Selection;
  /** Of all rows that can be chosen. */
  extent: 'none' | 'some' | 'all';
  canSelect: (row: Row) => boolean;
  hasChoices: boolean;
  nameOf: (row: Row) => string;
  onToggle: (id: number, range: boolean) => void;
  onToggleAll: () => void;
}

export interface DataTableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  sort?: { value: Sort | null; onChange: (sort: Sort) => void };
  selection?: TableSelection<Row>;
  onOpen?: (row: Row) => void;
  /** Where the page has keys of its own; otherwise the table keeps it. */
  cursor?: RowCursor<Row>;
  /** Of the rows; needed with a cursor. */
  body?: RefObject<HTMLTableSectionElement | null>;
  /** The row itself, and nothing inside it, has the focus: somebody walks through the list with the keys. */
  onWalk?: (walking: boolean) => void;
  /** Somebody points at the rows with the mouse, or no longer does. */
  onPoint?: (pointing: boolean) => void;
  rowClassName?: (row: Row) => string | undefined;
  /**
   * Rows of one line; many of them below a head that stays; blocks that begin at the same height below such a head; or
   * blocks whose cells stand below each other on a narrow screen.
   */
  layout?: keyof typeof layouts;
  /** Of the table. */
  className?: string;
}

interface Layout {
  table?: string;
  heads: string;
  head: string;
  body?: string;
  row: string;
  cell: string;
}

const STAYING = 'sticky top-0 z-10 bg-surface shadow-[inset_0_-1px_var(--line)]';
const layouts = {
  lines: {
    heads: '[&>tr]:border-b [&>tr]:border-line',
    head: 'px-2 py-1.5 first:pl-3',
    row: 'last:border-b-0',
    cell: 'h-9 px-2 whitespace-nowrap first:pl-3',
  },
  dense: {
    table: 'print:text-[0.625rem]',
    heads: STAYING,
    head: 'px-2.5 py-1.5 print:px-1',
    row: '',
    cell: 'px-2.5 py-1 whitespace-nowrap print:px-1',
  },
  blocks: { heads: STAYING, head: 'px-2.5 py-2', row: '', cell: 'px-2.5 py-1.5 align-top' },
  stacked: {
    table: 'max-md:block',
    heads: `${STAYING} max-md:hidden`,
    head: 'px-2.5 py-1.5',
    body: 'max-md:block',
    row: 'last:border-b-0 max-md:block max-md:py-1.5',
    cell: 'px-2.5 py-1.5 align-top max-md:block max-md:w-full max-md:max-w-none max-md:py-0.5 max-md:empty:hidden',
  },
} satisfies Record<string, Layout>;

/** A click beside the controls of a row, and not the end of marking text. */
const isPlainClick = (event: MouseEvent): boolean =>
  event.target instanceof Element &&
  event.target.closest('a, button, input, label') === null &&
  (window.getSelection()?.isCollapsed ?? true);

function SelectAll<Row>({ extent, hasChoices, onToggleAll }: TableSelection<Row>) {
  const { t } = useTranslation();
  return (
    <th scope="col" className="w-9 p-0">
      <label className="flex h-9 w-9 cursor-pointer items-center justify-center">
        <input
          ref={(input) => {
            if (input) input.indeterminate = extent === 'some';
          }}
          type="checkbox"
          className="size-4 accent-accent"
          aria-label={t('table.selectAll')}
          disabled={!hasChoices}
          checked={extent === 'all'}
          onChange={onToggleAll}
        />
      </label>
    </th>
  );
}

function Select<Row extends { id: number }>({
  row,
  selection,
}: {
  row: Row;
  selection: TableSelection<Row>;
}) {
  const { t } = useTranslation();
  return (
    <td className="w-9 p-0 align-top">
      {selection.canSelect(row) && (
        <label className="flex h-9 w-9 cursor-pointer items-center justify-center">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-label={t('table.select', { name: selection.nameOf(row) })}
            checked={selection.value.ids.has(row.id)}
            onChange={({ nativeEvent }) =>
              selection.onToggle(row.id, nativeEvent instanceof globalThis.MouseEvent && nativeEvent.shiftKey)
            }
          />
        </label>
      )}
    </td>
  );
}

interface HeadProps<Row> {
  column: Column<Row>;
  sort: DataTableProps<Row>['sort'];
  className: string;
}

function Head<Row>({ column, sort, className }: HeadProps<Row>) {
  const { t } = useTranslation();
  const { key, head, isHeadHidden, isNumber, isSortable, startsDescending = false } = column;
  const current = sort?.value?.key === key ? sort.value : null;
  const Arrow = current?.isDescending ? ArrowDown : ArrowUp;
  const content = () => {
    if (isHeadHidden) return <span className="sr-only">{head}</span>;
    if (!isSortable || !sort) return head;
    return (
      <button
        type="button"
        title={t('table.sort', { name: head })}
        onClick={() =>
          sort.onChange({ key, isDescending: current ? !current.isDescending : startsDescending })
        }
        className="inline-flex items-center gap-1 hover:text-ink"
      >
        {head}
        {current && <Arrow size={12} aria-hidden />}
      </button>
    );
  };
  return (
    <th
      scope="col"
      aria-sort={current ? (current.isDescending ? 'descending' : 'ascending') : undefined}
      className={cn(
        'font-medium whitespace-nowrap text-ink-muted',
        isNumber ? 'text-right' : 'text-left',
        className,
        column.headClassName,
      )}
    >
      {content()}
    </th>
  );
}

function Cell<Row>({ column, row, className }: { column: Column<Row>; row: Row; className: string }) {
  const { cell, isNumber, isRowHead } = column;
  const all = cn(className, isNumber && 'text-right tabular', column.className);
  if (!isRowHead) return <td className={all}>{cell(row)}</td>;
  return (
    <th scope="row" className={cn('text-left font-normal', all)}>
      {cell(row)}
    </th>
  );
}

const STEPS: Partial<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: -Infinity,
  End: Infinity,
};

export function DataTable<Row extends { id: number }>(props: DataTableProps<Row>) {
  const { caption, columns, rows, sort, selection, onOpen, onWalk, onPoint, rowClassName } = props;
  const ownBody = useRef<HTMLTableSectionElement>(null);
  const own = useRowCursor(rows, ownBody);
  const cursor = props.cursor ?? own;
  const layout: Layout = layouts[props.layout ?? 'lines'];
  const canWalk = onOpen !== undefined || selection !== undefined;

  const onKeyDown = (event: KeyboardEvent, row: Row): void => {
    // Keys inside the row are those of its controls; a page with keys of its own has these as well.
    if (props.cursor || event.target !== event.currentTarget) return;
    const step = STEPS[event.key];
    if (step !== undefined) cursor.move(step);
    else if (event.key === 'Enter' && onOpen) onOpen(row);
    else if (event.key === ' ' && selection?.canSelect(row)) selection.onToggle(row.id, event.shiftKey);
    else return;
    event.preventDefault();
  };
  const walking = (row: Row, index: number) =>
    canWalk && {
      tabIndex: (cursor.row ? row.id === cursor.row.id : index === 0) ? 0 : -1,
      onFocus: ({ target, currentTarget }: { target: unknown; currentTarget: unknown }) => {
        cursor.set(row.id);
        onWalk?.(target === currentTarget);
      },
      onBlur: () => onWalk?.(false),
      onKeyDown: (event: KeyboardEvent) => onKeyDown(event, row),
    };
  const point = (pointing: boolean) => (event: PointerEvent) => {
    if (event.pointerType === 'mouse') onPoint?.(pointing);
  };

  return (
    <table className={cn('w-full text-sm', layout.table, props.className)}>
      <caption className="sr-only">{caption}</caption>
      <thead className={layout.heads}>
        <tr>
          {selection && <SelectAll {...selection} />}
          {columns.map((column) => (
            <Head key={column.key} column={column} sort={sort} className={layout.head} />
          ))}
        </tr>
      </thead>
      <tbody
        ref={props.body ?? ownBody}
        onPointerEnter={point(true)}
        onPointerLeave={point(false)}
        className={layout.body}
      >
        {rows.map((row, index) => (
          <tr
            key={row.id}
            data-row={row.id}
            {...walking(row, index)}
            onClick={(event) => isPlainClick(event) && onOpen?.(row)}
            className={cn(
              'border-b border-line outline-offset-[-2px]',
              layout.row,
              onOpen && 'cursor-pointer scroll-mt-10',
              selection?.value.ids.has(row.id) ? 'bg-accent-soft' : 'hover:bg-sunken',
              canWalk && row.id === cursor.row?.id && 'shadow-[inset_3px_0_var(--accent)]',
              rowClassName?.(row),
            )}
          >
            {selection && <Select row={row} selection={selection} />}
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} className={layout.cell} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
