// Channels: where messages can go, whether they arrive, and the mail server behind e-mail.
import { useChannels, useDeleteChannel } from '@/shared/api/queries/notifications';
import type { Channel } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { ListPage } from '@/shared/list/list-page';
import { useOfPlant } from '@/shared/plants/use-of-plant';
import { Button } from '@/shared/ui/button';
import { EmptyState } from '@/shared/ui/states';
import { Mail, Plus, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeleteDialog } from '../delete-dialog';
import { ChannelDialog } from './channel-dialog';
import { ChannelRow } from './channel-row';
import { MailServerDialog } from './mail-server-dialog';

type Open = 'new' | 'mail' | Channel | null;

export function Component() {
  const { t } = useTranslation('notifications');
  const isAdmin = useCan('admin');
  const remove = useDeleteChannel();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const add = (
    <Button variant="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setOpen('new')}>
      {t('channels.add')}
    </Button>
  );
  return (
    <>
      <ListPage
        query={useChannels()}
        isShown={useOfPlant()}
        texts={{
          loading: t('channels.loading'),
          failed: t('channels.failed'),
          list: t('nav.channels'),
          count: (count) => t('channels.count', { count }),
        }}
        actions={
          isAdmin && (
            <Button icon={<Mail size={15} aria-hidden />} onClick={() => setOpen('mail')}>
              {t('mail.title')}
            </Button>
          )
        }
        add={add}
        empty={
          <EmptyState
            icon={<Waypoints size={28} aria-hidden />}
            title={t('channels.none')}
            hint={t('channels.noneHint')}
            action={add}
          />
        }
        row={(channel, onDelete) => (
          <ChannelRow
            key={channel.id}
            channel={channel}
            onEdit={() => setOpen(channel)}
            onDelete={() => onDelete(channel)}
          />
        )}
        deleteDialog={({ id, name }, onClose) => (
          <DeleteDialog
            name={name}
            body={t('channels.deleteBody')}
            remove={() => remove.mutateAsync(id)}
            onClose={onClose}
          />
        )}
      />
      {open === 'mail' && <MailServerDialog onClose={close} />}
      {open !== null && open !== 'mail' && (
        <ChannelDialog channel={open === 'new' ? null : open} onClose={close} />
      )}
    </>
  );
}
