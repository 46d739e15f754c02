import { useDeliveryAction } from '@/shared/api/queries/notifications';
import type { Delivery, DeliveryState } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { formatDateTime, formatMoment, parseTime } from '@/shared/lib/format';
import { Badge, type Tone } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { toast } from '@/shared/ui/toast';
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

const COLUMNS = ['time', 'subject', 'channel', 'state', 'actions'] as const;

function Actions({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('notifications');
  const errorText = useErrorText();
  const retry = useDeliveryAction('retry');
  const dismiss = useDeliveryAction('dismiss');
  const { id, state, subject } = delivery;
  if (state !== 'dead' && state !== 'retrying') return null;
  const run = async (action: 'retry' | 'dismiss'): Promise<void> => {
    try {
      await (action === 'retry' ? retry : dismiss).mutateAsync(id);
      toast.success(t(`log.${action}Done`));
    } catch (error) {
      toast.error(t('log.actionFailed'), errorText(error));
    }
  };
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

function Row({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('notifications');
  const time = parseTime(delivery.created_at);
  return (
    <tr className="border-b border-line align-top last:border-b-0 hover:bg-sunken">
      <td className="px-3 py-2 whitespace-nowrap tabular">
        <time dateTime={time.toISOString()} title={formatDateTime(time)}>
          {formatMoment(time)}
        </time>
      </td>
      <th scope="row" className="px-3 py-2 text-left font-medium">
        {delivery.subject}
        <p className="text-xs font-normal text-ink-muted">{delivery.rule_name ?? t('log.ruleGone')}</p>
      </th>
      <td className="px-3 py-2">
        {delivery.channel_name}
        <p className="text-xs text-ink-muted">{delivery.recipient || t(`kinds.${delivery.channel_kind}`)}</p>
      </td>
      <td className="px-3 py-2">
        <State delivery={delivery} />
      </td>
      <td className="px-3 py-1.5">
        <Actions delivery={delivery} />
      </td>
    </tr>
  );
}

export function DeliveryTable({ deliveries }: { deliveries: readonly Delivery[] }) {
  const { t } = useTranslation('notifications');
  return (
    <table className="w-full min-w-[48rem] text-sm">
      <thead className="sticky top-0 bg-surface text-left text-xs text-ink-muted">
        <tr className="border-b border-line">
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className="px-3 py-1.5 font-medium">
              {column === 'actions' ? (
                <span className="sr-only">{t('columns.actions')}</span>
              ) : (
                t(`columns.${column}`)
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} />
        ))}
      </tbody>
    </table>
  );
}
