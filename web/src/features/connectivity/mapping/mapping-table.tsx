import type { Source } from '@/shared/connectivity/source';
import { useNow } from '@/shared/lib/use-now';
import type { Column } from '@/shared/table/columns';
import { DataTable } from '@/shared/table/data-table';
import { Button, IconButton } from '@/shared/ui/button';
import { Link2, Pencil, Power, PowerOff, Unlink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProtocolBadge } from '../protocol-badge';
import { isSparkplug } from '../rule/rule-form';
import type { MappedRow, MappingRow } from './mapping-rows';
import { StatusCell } from './status-cell';
import { useSourceActions } from './use-source-actions';

export interface RowActions {
  onMap: (characteristicId: number) => void;
  onEdit: (source: Source) => void;
  onRemove: (source: Source) => void;
}

function SwitchButton({ source }: { source: Source }) {
  const { t } = useTranslation('connectivity');
  const { toggle, isPending } = useSourceActions(source);
  const { characteristicName: name, isActive } = source;
  const Icon = isActive ? PowerOff : Power;
  return (
    <IconButton
      label={t(isActive ? 'mapping.switchOff' : 'mapping.switchOn', { name })}
      disabled={isPending}
      className="size-7!"
      onClick={toggle}
    >
      <Icon size={14} aria-hidden />
    </IconButton>
  );
}

/** How its messages or values are read. */
function Reading({ source }: { source: Source }) {
  const { t } = useTranslation('connectivity');
  if (source.protocol === 'opcua') return t(`node.changes.${source.mapping.change_trigger}`);
  const { mqtt_topic, metric_name, payload_format, value_path, pattern } = source.mapping;
  return isSparkplug(mqtt_topic)
    ? t('mapping.metric', { name: metric_name ?? '' })
    : [t(`rule.formats.${payload_format}`), value_path, pattern].filter(Boolean).join(' · ');
}

function Address({ source }: { source: Source }) {
  return (
    <>
      <span className="flex items-start gap-1.5">
        <ProtocolBadge protocol={source.protocol} />
        <span className="font-mono text-xs leading-[1.125rem] break-all">{source.address}</span>
      </span>
      <span className="block text-xs text-ink-muted">
        <Reading source={source} />
      </span>
    </>
  );
}

function Strategy({ source }: { source: Source }) {
  const { t } = useTranslation('connectivity');
  const texts = source.protocol === 'mqtt' ? 'rule' : 'node';
  return (
    <>
      {t(`${texts}.strategies.${source.strategy}`)}
      {source.trigger && (
        <span className="block font-mono text-xs break-all text-ink-muted">{source.trigger}</span>
      )}
    </>
  );
}

function Actions({ row, actions }: { row: MappingRow; actions: RowActions }) {
  const { t } = useTranslation('connectivity');
  const { id, name } = row;
  if (row.kind === 'unmapped')
    return (
      <Button
        className="h-7! px-2.5!"
        icon={<Link2 size={14} aria-hidden />}
        aria-label={t('mapping.mapName', { name })}
        onClick={() => actions.onMap(id)}
      >
        {t('mapping.map')}
      </Button>
    );
  const { source } = row;
  return (
    <span className="flex gap-0.5 md:justify-end">
      <IconButton
        label={t('mapping.edit', { name })}
        className="size-7!"
        onClick={() => actions.onEdit(source)}
      >
        <Pencil size={14} aria-hidden />
      </IconButton>
      <SwitchButton source={source} />
      <IconButton
        label={t('mapping.remove', { name })}
        className="size-7! hover:text-alarm!"
        onClick={() => actions.onRemove(source)}
      >
        <Unlink size={14} aria-hidden />
      </IconButton>
    </span>
  );
}

function useColumns(actions: RowActions): Column<MappingRow>[] {
  const { t } = useTranslation('connectivity');
  const now = useNow(1_000);
  const ofSource = (draw: (row: MappedRow) => ReactNode) => (row: MappingRow) =>
    row.kind === 'mapped' ? draw(row) : null;
  return [
    {
      key: 'characteristic',
      head: t('mapping.characteristic'),
      isRowHead: true,
      cell: ({ name, path }) => (
        <>
          <span className="block leading-snug font-medium">{name}</span>
          <span className="block truncate text-xs text-ink-muted">{path}</span>
        </>
      ),
    },
    {
      key: 'source',
      head: t('mapping.source'),
      cell: (row) =>
        row.kind === 'mapped' ? (
          <Address source={row.source} />
        ) : (
          <span className="text-ink-faint">{t('mapping.unmapped')}</span>
        ),
    },
    {
      key: 'server',
      head: t('mapping.server'),
      cell: ofSource(
        ({ source }) => source.serverName ?? <span className="text-alarm">{t('mapping.noServer')}</span>,
      ),
    },
    {
      key: 'strategy',
      head: t('mapping.strategy'),
      cell: ofSource(({ source }) => <Strategy source={source} />),
    },
    {
      key: 'status',
      head: t('mapping.status'),
      className: 'md:max-w-72',
      cell: ofSource((row) => <StatusCell row={row} now={now} />),
    },
    {
      key: 'actions',
      head: t('mapping.actions'),
      className: 'whitespace-nowrap md:text-right',
      headClassName: 'text-right!',
      cell: (row) => <Actions row={row} actions={actions} />,
    },
  ];
}

interface MappingTableProps {
  rows: readonly MappingRow[];
  actions: RowActions;
  /** Below the rows. */
  more: ReactNode;
}

export function MappingTable({ rows, actions, more }: MappingTableProps) {
  const { t } = useTranslation('connectivity');
  return (
    <div className="min-h-0 flex-1 scroll-thin overflow-auto">
      <DataTable layout="stacked" caption={t('mapping.title')} columns={useColumns(actions)} rows={rows} />
      {more}
    </div>
  );
}
