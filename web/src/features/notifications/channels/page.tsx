// Channels: where messages can go, whether they arrive, and the mail server behind e-mail.
import { useChannels, useDeleteChannel } from '@/shared/api/queries/notifications';
import type { Channel } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { useOfPlant } from '@/shared/plants/use-of-plant';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { Loaded } from '@/shared/ui/loaded';
import { EmptyState } from '@/shared/ui/states';
import { Mail, Plus, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeleteDialog } from '../delete-dialog';
import { ChannelDialog } from './channel-dialog';
import { ChannelRow } from './channel-row';
import { MailServerDialog } from './mail-server-dialog';

type Open = { kind: 'new' } | { kind: 'mail' } | { kind: 'edit' | 'delete'; channel: Channel } | null;

function Channels({ channels }: { channels: readonly Channel[] }) {
  const { t } = useTranslation('notifications');
  const isAdmin = useCan('admin');
  const remove = useDeleteChannel();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const addButton = (
    <Button variant="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setOpen({ kind: 'new' })}>
      {t('channels.add')}
    </Button>
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-2.5">
        <p className="flex-1 text-ink-muted tabular">{t('channels.count', { count: channels.length })}</p>
        {isAdmin && (
          <Button icon={<Mail size={15} aria-hidden />} onClick={() => setOpen({ kind: 'mail' })}>
            {t('mail.title')}
          </Button>
        )}
        {channels.length > 0 && addButton}
      </div>
      <Card className="flex min-h-0 flex-1 scroll-thin flex-col overflow-y-auto">
        {channels.length === 0 ? (
          <EmptyState
            icon={<Waypoints size={28} aria-hidden />}
            title={t('channels.none')}
            hint={t('channels.noneHint')}
            action={addButton}
          />
        ) : (
          <ul aria-label={t('nav.channels')}>
            {channels.map((channel) => (
              <ChannelRow
                key={channel.id}
                channel={channel}
                onEdit={() => setOpen({ kind: 'edit', channel })}
                onDelete={() => setOpen({ kind: 'delete', channel })}
              />
            ))}
          </ul>
        )}
      </Card>
      {open?.kind === 'new' && <ChannelDialog channel={null} onClose={close} />}
      {open?.kind === 'edit' && <ChannelDialog channel={open.channel} onClose={close} />}
      {open?.kind === 'mail' && <MailServerDialog onClose={close} />}
      {open?.kind === 'delete' && (
        <DeleteDialog
          name={open.channel.name}
          body={t('channels.deleteBody')}
          remove={() => remove.mutateAsync(open.channel.id)}
          onClose={close}
        />
      )}
    </>
  );
}

export function Component() {
  const { t } = useTranslation('notifications');
  const ofPlant = useOfPlant();
  const texts = { loading: t('channels.loading'), failed: t('channels.failed') };
  return (
    <Loaded query={useChannels()} texts={texts}>
      {(channels) => <Channels channels={channels.filter(ofPlant)} />}
    </Loaded>
  );
}
