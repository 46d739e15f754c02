import type { AuditEvent } from '@/shared/api/types';
import { formatDateTime, formatMoment, parseTime } from '@/shared/lib/format';
import type { Column } from '@/shared/table/columns';
import { DataTable } from '@/shared/table/data-table';
import { useTranslation } from 'react-i18next';

interface AuditTableProps {
  events: readonly AuditEvent[];
  /** Shows what else happened to an object. */
  onObject: (kind: string, id: string) => void;
}

const isEmpty = (detail: unknown): boolean =>
  detail === null || (typeof detail === 'object' && Object.keys(detail).length === 0);

const membersOf = (detail: unknown): [string, unknown][] =>
  typeof detail === 'object' && detail !== null ? Object.entries(detail) : [['', detail]];

/** A line for each member; what is nested as it is stored. */
function Detail({ detail }: { detail: unknown }) {
  if (isEmpty(detail)) return null;
  return (
    <dl className="max-w-xl text-xs break-words">
      {membersOf(detail).map(([name, value]) => (
        <div key={name} className="flex gap-1.5">
          <dt className="shrink-0 text-ink-muted">{name}</dt>
          <dd className="min-w-0 font-mono">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function useColumns(onObject: AuditTableProps['onObject']): Column<AuditEvent>[] {
  const { t } = useTranslation('audit');
  return [
    {
      key: 'time',
      head: t('columns.time'),
      className: 'whitespace-nowrap tabular',
      cell: ({ at }) => {
        const time = parseTime(at);
        return (
          <time dateTime={time.toISOString()} title={formatDateTime(time)}>
            {formatMoment(time)}
          </time>
        );
      },
    },
    {
      key: 'who',
      head: t('columns.who'),
      cell: ({ username, address }) => (
        <>
          {username ?? t('nobody')}
          {address !== null && <p className="text-xs text-ink-muted tabular">{address}</p>}
        </>
      ),
    },
    {
      key: 'action',
      head: t('columns.action'),
      isRowHead: true,
      cell: ({ action }) => <span className="font-medium">{action}</span>,
    },
    {
      key: 'object',
      head: t('columns.object'),
      cell: ({ entity_type, entity_id }) =>
        entity_type !== null &&
        entity_id !== null && (
          <button
            type="button"
            className="text-left break-all text-accent underline-offset-2 hover:underline"
            aria-label={t('history', { kind: entity_type, id: entity_id })}
            onClick={() => onObject(entity_type, entity_id)}
          >
            {entity_type} {entity_id}
          </button>
        ),
    },
    { key: 'detail', head: t('columns.detail'), cell: ({ detail }) => <Detail detail={detail} /> },
  ];
}

export function AuditTable({ events, onObject }: AuditTableProps) {
  const { t } = useTranslation('audit');
  return <DataTable layout="stacked" caption={t('title')} columns={useColumns(onObject)} rows={events} />;
}
