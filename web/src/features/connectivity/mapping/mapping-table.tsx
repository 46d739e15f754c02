import { useActivateTag } from '@/shared/api/queries/tags';
import type { TagMapping } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { useNow } from '@/shared/lib/use-now';
import { Button, IconButton } from '@/shared/ui/button';
import { toast } from '@/shared/ui/toast';
import { Link2, Pencil, Power, PowerOff, Unlink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProtocolBadge } from '../protocol-badge';
import { isSparkplug } from '../rule/rule-form';
import type { MappedRow, MappingRow, UnmappedRow } from './mapping-rows';
import { StatusCell } from './status-cell';

export interface RowActions {
  onMap: (characteristicId: number) => void;
  onEdit: (mapping: TagMapping) => void;
  onRemove: (mapping: TagMapping) => void;
}

const cell = 'px-2.5 py-1.5 align-top';

function NameCell({ row }: { row: MappingRow }) {
  return (
    <th scope="row" className={`${cell} text-left font-normal`}>
      <span className="block leading-snug font-medium">{row.name}</span>
      <span className="block truncate text-xs text-ink-muted">{row.path}</span>
    </th>
  );
}

function SwitchButton({ mapping }: { mapping: TagMapping }) {
  const { t } = useTranslation('connectivity');
  const activate = useActivateTag();
  const errorText = useErrorText();
  const { characteristic_id, characteristic_name: name, is_active } = mapping;
  const Icon = is_active ? PowerOff : Power;
  return (
    <IconButton
      label={t(is_active ? 'mapping.switchOff' : 'mapping.switchOn', { name })}
      disabled={activate.isPending}
      className="size-7!"
      onClick={() =>
        activate.mutate(
          { characteristicId: characteristic_id, isActive: !is_active },
          {
            onSuccess: () =>
              toast.success(t(is_active ? 'mapping.switchedOff' : 'mapping.switchedOn', { name })),
            onError: (error) => toast.error(t('mapping.switchFailed', { name }), errorText(error)),
          },
        )
      }
    >
      <Icon size={14} aria-hidden />
    </IconButton>
  );
}

function Mapped({ row, actions, now }: { row: MappedRow; actions: RowActions; now: number }) {
  const { t } = useTranslation('connectivity');
  const { mapping } = row;
  const name = mapping.characteristic_name;
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-sunken">
      <NameCell row={row} />
      <td className={cell}>
        <span className="flex items-start gap-1.5">
          <ProtocolBadge protocol={row.protocol} />
          <span className="font-mono text-xs leading-[1.125rem] break-all">{mapping.mqtt_topic}</span>
        </span>
        <span className="block text-xs text-ink-muted">
          {isSparkplug(mapping.mqtt_topic)
            ? t('mapping.metric', { name: mapping.metric_name ?? '' })
            : [t(`rule.formats.${mapping.payload_format}`), mapping.value_path, mapping.pattern]
                .filter(Boolean)
                .join(' · ')}
        </span>
      </td>
      <td className={cell}>
        {mapping.broker_name ?? <span className="text-alarm">{t('mapping.noServer')}</span>}
      </td>
      <td className={cell}>
        {t(`rule.strategies.${mapping.trigger_strategy}`)}
        {mapping.trigger_tag && (
          <span className="block font-mono text-xs break-all text-ink-muted">{mapping.trigger_tag}</span>
        )}
      </td>
      <td className={`${cell} max-w-72`}>
        <StatusCell row={row} now={now} />
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        <span className="flex justify-end gap-0.5">
          <IconButton
            label={t('mapping.edit', { name })}
            className="size-7!"
            onClick={() => actions.onEdit(mapping)}
          >
            <Pencil size={14} aria-hidden />
          </IconButton>
          <SwitchButton mapping={mapping} />
          <IconButton
            label={t('mapping.remove', { name })}
            className="size-7! hover:text-alarm!"
            onClick={() => actions.onRemove(mapping)}
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
    <tr className="border-b border-line last:border-b-0 hover:bg-sunken">
      <NameCell row={row} />
      <td colSpan={4} className={`${cell} text-ink-faint`}>
        {t('mapping.unmapped')}
      </td>
      <td className={`${cell} text-right`}>
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
      <table className="w-full text-sm">
        <caption className="sr-only">{t('mapping.title')}</caption>
        <thead className="sticky top-0 z-10 bg-surface shadow-[inset_0_-1px_0_var(--line)]">
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
        <tbody>
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
