import type { Source } from '@/shared/connectivity/source';
import { useNow } from '@/shared/lib/use-now';
import { Button, IconButton } from '@/shared/ui/button';
import { Link2, Pencil, Power, PowerOff, Unlink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProtocolBadge } from '../protocol-badge';
import { isSparkplug } from '../rule/rule-form';
import type { MappedRow, MappingRow, UnmappedRow } from './mapping-rows';
import { StatusCell } from './status-cell';
import { useSourceActions } from './use-source-actions';

export interface RowActions {
  onMap: (characteristicId: number) => void;
  onEdit: (source: Source) => void;
  onRemove: (source: Source) => void;
}

/** On a narrow screen the cells of a row stand below each other. */
const cell = 'px-2.5 py-1.5 align-top max-md:block max-md:w-full max-md:max-w-none max-md:py-0.5';
const line = 'border-b border-line last:border-b-0 hover:bg-sunken max-md:block max-md:py-1.5';

function NameCell({ row }: { row: MappingRow }) {
  return (
    <th scope="row" className={`${cell} text-left font-normal`}>
      <span className="block leading-snug font-medium">{row.name}</span>
      <span className="block truncate text-xs text-ink-muted">{row.path}</span>
    </th>
  );
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

function Mapped({ row, actions, now }: { row: MappedRow; actions: RowActions; now: number }) {
  const { t } = useTranslation('connectivity');
  const { source } = row;
  const name = source.characteristicName;
  const texts = source.protocol === 'mqtt' ? 'rule' : 'node';
  return (
    <tr className={line}>
      <NameCell row={row} />
      <td className={cell}>
        <span className="flex items-start gap-1.5">
          <ProtocolBadge protocol={source.protocol} />
          <span className="font-mono text-xs leading-[1.125rem] break-all">{source.address}</span>
        </span>
        <span className="block text-xs text-ink-muted">
          <Reading source={source} />
        </span>
      </td>
      <td className={cell}>
        {source.serverName ?? <span className="text-alarm">{t('mapping.noServer')}</span>}
      </td>
      <td className={cell}>
        {t(`${texts}.strategies.${source.strategy}`)}
        {source.trigger && (
          <span className="block font-mono text-xs break-all text-ink-muted">{source.trigger}</span>
        )}
      </td>
      <td className={`${cell} md:max-w-72`}>
        <StatusCell row={row} now={now} />
      </td>
      <td className={`${cell} whitespace-nowrap`}>
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
      </td>
    </tr>
  );
}

function Unmapped({ row, actions }: { row: UnmappedRow; actions: RowActions }) {
  const { t } = useTranslation('connectivity');
  return (
    <tr className={line}>
      <NameCell row={row} />
      <td colSpan={4} className={`${cell} text-ink-faint`}>
        {t('mapping.unmapped')}
      </td>
      <td className={`${cell} md:text-right`}>
        <Button
          className="h-7! px-2.5!"
          icon={<Link2 size={14} aria-hidden />}
          aria-label={t('mapping.mapName', { name: row.name })}
          onClick={() => actions.onMap(row.characteristicId)}
        >
          {t('mapping.map')}
        </Button>
      </td>
    </tr>
  );
}

const heads = ['characteristic', 'source', 'server', 'strategy', 'status'] as const;

interface MappingTableProps {
  rows: readonly MappingRow[];
  actions: RowActions;
  /** Below the rows. */
  more: ReactNode;
}

export function MappingTable({ rows, actions, more }: MappingTableProps) {
  const { t } = useTranslation('connectivity');
  const now = useNow(1_000);
  return (
    <div className="min-h-0 flex-1 scroll-thin overflow-auto">
      <table className="w-full text-sm max-md:block">
        <caption className="sr-only">{t('mapping.title')}</caption>
        <thead className="sticky top-0 z-10 bg-surface shadow-[inset_0_-1px_0_var(--line)] max-md:hidden">
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className="px-2.5 py-1.5 text-left font-medium text-ink-muted">
                {t(`mapping.${head}`)}
              </th>
            ))}
            <th scope="col" className="px-2.5 py-1.5 text-right font-medium text-ink-muted">
              {t('mapping.actions')}
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map((row) =>
            row.kind === 'mapped' ? (
              <Mapped key={row.characteristicId} row={row} actions={actions} now={now} />
            ) : (
              <Unmapped key={row.characteristicId} row={row} actions={actions} />
            ),
          )}
        </tbody>
      </table>
      {more}
    </div>
  );
}
