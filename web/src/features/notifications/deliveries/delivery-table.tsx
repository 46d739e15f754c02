import { useDeliveryAction } from '@/shared/api/queries/notifications';
import type { Delivery, DeliveryState } from '@/shared/api/types';
import { formatDateTime, formatMoment, parseTime } from '@/shared/lib/format';
import type { Column } from '@/shared/table/columns';
import { DataTable } from '@/shared/table/data-table';
import { Badge, type Tone } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { useTold } from '@/shared/ui/use-told';
import { useTranslation } from 'react-i18next';

const tones: Record<DeliveryState, Tone> = {
  dead: 'alarm',
  retrying: 'caution',
  queued: 'info',
  held: 'info',
  delivered: 'ok',
  merged: 'neutral',
  dismissed: 'neutral',
};

function Actions({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('notifications');
  const told = useTold();
  const retry = useDeliveryAction('retry');
  const dismiss = useDeliveryAction('dismiss');
  const { id, state, subject } = delivery;
  if (state !== 'dead' && state !== 'retrying') return null;
  const run = (action: 'retry' | 'dismiss') =>
    told(() => (action === 'retry' ? retry : dismiss).mutateAsync(id), {
      done: t(`log.${action}Done`),
      failed: t('log.actionFailed'),
    });
  return (
    <div className="flex justify-end gap-1">
      <Button
        className="h-7! px-2.5!"
        busy={retry.isPending}
        aria-label={t('log.retryName', { subject })}
        onClick={() => void run('retry')}
      >
        {t('log.retry')}
      </Button>
      <Button
        variant="quiet"
        className="h-7! px-2.5!"
        busy={dismiss.isPending}
        aria-label={t('log.dismissName', { subject })}
        onClick={() => void run('dismiss')}
      >
        {t('log.dismiss')}
      </Button>
    </div>
  );
}

function State({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('notifications');
  const { state, attempts, due_at, last_error } = delivery;
  const waits = state === 'retrying' || state === 'held';
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2">
        <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
        {attempts > 1 && (
          <span className="text-xs text-ink-muted tabular">{t('log.attempts', { count: attempts })}</span>
        )}
        {waits && (
          <span className="text-xs text-ink-muted tabular">
            {t(state === 'held' ? 'log.until' : 'log.next', { time: formatMoment(parseTime(due_at)) })}
          </span>
        )}
      </div>
      {last_error !== null && state !== 'delivered' && (
        <p className="mt-0.5 max-w-xl text-xs break-words text-ink-muted">{last_error}</p>
      )}
    </>
  );
}

function useColumns(): Column<Delivery>[] {
  const { t } = useTranslation('notifications');
  return [
    {
      key: 'time',
      head: t('columns.time'),
      className: 'whitespace-nowrap tabular',
      cell: ({ created_at }) => {
        const time = parseTime(created_at);
        return (
          <time dateTime={time.toISOString()} title={formatDateTime(time)}>
            {formatMoment(time)}
          </time>
        );
      },
    },
    {
      key: 'subject',
      head: t('columns.subject'),
      isRowHead: true,
      cell: ({ subject, rule_name }) => (
        <>
          <span className="font-medium">{subject}</span>
          <p className="text-xs text-ink-muted">{rule_name ?? t('log.ruleGone')}</p>
        </>
      ),
    },
    {
      key: 'channel',
      head: t('columns.channel'),
      cell: ({ channel_name, channel_kind, recipient }) => (
        <>
          {channel_name}
          <p className="text-xs text-ink-muted">{recipient || t(`kinds.${channel_kind}`)}</p>
        </>
      ),
    },
    { key: 'state', head: t('columns.state'), cell: (delivery) => <State delivery={delivery} /> },
    {
      key: 'actions',
      head: t('columns.actions'),
      isHeadHidden: true,
      cell: (delivery) => <Actions delivery={delivery} />,
    },
  ];
}

export function DeliveryTable({ deliveries }: { deliveries: readonly Delivery[] }) {
  const { t } = useTranslation('notifications');
  return (
    <DataTable
      layout="blocks"
      className="min-w-[48rem]"
      caption={t('nav.deliveries')}
      columns={useColumns()}
      rows={deliveries}
    />
  );
}
