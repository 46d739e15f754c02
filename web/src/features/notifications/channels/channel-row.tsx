import { useTestChannel } from '@/shared/api/queries/notifications';
import type { Channel, ChannelKind } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { useCan } from '@/shared/auth/roles';
import { useNow } from '@/shared/lib/use-now';
import { DeleteButton, EditButton, ListRow } from '@/shared/list/list-row';
import { Ago } from '@/shared/ui/ago';
import { Badge } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { toast } from '@/shared/ui/toast';
import { type LucideIcon, Mail, MessageSquare, Send, Webhook } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

const icons: Record<ChannelKind, LucideIcon> = {
  webhook: Webhook,
  email: Mail,
  discord: MessageSquare,
  slack: MessageSquare,
  teams: MessageSquare,
};

function useTest({ id, name }: Channel) {
  const { t } = useTranslation('notifications');
  const errorText = useErrorText();
  const test = useTestChannel();
  const run = async (): Promise<void> => {
    try {
      const { success, message, latency_ms } = await test.mutateAsync(id);
      if (success) toast.success(t('channels.testDone', { name, ms: Math.round(latency_ms) }));
      else toast.error(t('channels.testFailed', { name }), message);
    } catch (error) {
      toast.error(t('channels.testFailed', { name }), errorText(error));
    }
  };
  return { run: () => void run(), isPending: test.isPending };
}

function Fate({ channel }: { channel: Channel }) {
  const { t } = useTranslation('notifications');
  const now = useNow(10_000);
  const { id, waiting, dead, last_delivered_at } = channel;
  return (
    <div className="flex w-56 flex-wrap items-center gap-1.5 text-xs text-ink-muted">
      {dead > 0 && (
        <Link to={`/notifications/deliveries?channel=${id}&state=dead`}>
          <Badge tone="alarm">{t('channels.dead', { count: dead })}</Badge>
        </Link>
      )}
      {waiting > 0 && <Badge tone="caution">{t('channels.waiting', { count: waiting })}</Badge>}
      {last_delivered_at ? (
        <span>
          {t('channels.lastDelivered')} <Ago time={last_delivered_at} now={now} />
        </span>
      ) : (
        <span>{t('channels.neverDelivered')}</span>
      )}
    </div>
  );
}

interface ChannelRowProps {
  channel: Channel;
  onEdit: () => void;
  onDelete: () => void;
}

export function ChannelRow({ channel, onEdit, onDelete }: ChannelRowProps) {
  const { t } = useTranslation('notifications');
  const test = useTest(channel);
  const isAdmin = useCan('admin');
  const canChange = isAdmin || channel.plant_id !== null;
  const { name, kind, recipients, masked_url } = channel;
  return (
    <ListRow
      icon={icons[kind]}
      name={<span className="font-semibold">{name}</span>}
      badges={
        <>
          <Badge>{t(`kinds.${kind}`)}</Badge>
          {!channel.is_enabled && <Badge>{t('off')}</Badge>}
          {channel.plant_id === null && <Badge>{t('everyPlant')}</Badge>}
          {channel.has_secret && <Badge tone="ok">{t('channels.signed')}</Badge>}
        </>
      }
      details={
        <p className="truncate font-mono text-xs text-ink-muted">{masked_url ?? recipients.join(', ')}</p>
      }
      state={<Fate channel={channel} />}
      actions={
        canChange && (
          <>
            <Button
              className="h-7! px-2.5!"
              icon={<Send size={14} aria-hidden />}
              busy={test.isPending}
              aria-label={t('channels.testName', { name })}
              onClick={test.run}
            >
              {t('channels.test')}
            </Button>
            <EditButton label={t('edit', { name })} onClick={onEdit} />
            <DeleteButton label={t('delete.name', { name })} onClick={onDelete} />
          </>
        )
      }
    />
  );
}
