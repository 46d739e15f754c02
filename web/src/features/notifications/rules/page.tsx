// Rules: who is told what.
import { useChannels, useDeleteRule, useNotificationRules } from '@/shared/api/queries/notifications';
import { ListPage } from '@/shared/list/list-page';
import { useOfPlant } from '@/shared/plants/use-of-plant';
import { Button } from '@/shared/ui/button';
import { EmptyState } from '@/shared/ui/states';
import { BellRing, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { DeleteDialog } from '../delete-dialog';
import { RuleRow } from './rule-row';

function NoRules({ hasChannels }: { hasChannels: boolean }) {
  const { t } = useTranslation('notifications');
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={<BellRing size={28} aria-hidden />}
      title={t('rules.none')}
      hint={t(hasChannels ? 'rules.noneHint' : 'rules.noChannelsHint')}
      action={
        <Button
          variant="primary"
          onClick={() => void navigate(hasChannels ? '/notifications/rules/new' : '/notifications/channels')}
        >
          {t(hasChannels ? 'rules.add' : 'channels.add')}
        </Button>
      }
    />
  );
}

export function Component() {
  const { t } = useTranslation('notifications');
  const { data: channels = [] } = useChannels();
  const remove = useDeleteRule();
  const add = (
    <Link
      to="/notifications/rules/new"
      className="inline-flex h-8 items-center gap-1.5 rounded-md bg-accent px-3 text-sm font-medium text-accent-ink hover:bg-accent-strong"
    >
      <Plus size={15} aria-hidden />
      {t('rules.add')}
    </Link>
  );
  return (
    <ListPage
      query={useNotificationRules()}
      isShown={useOfPlant()}
      texts={{
        loading: t('rules.loading'),
        failed: t('rules.failed'),
        list: t('nav.rules'),
        count: (count) => t('rules.count', { count }),
      }}
      add={add}
      empty={<NoRules hasChannels={channels.length > 0} />}
      row={(rule, onDelete) => (
        <RuleRow key={rule.id} rule={rule} channels={channels} onDelete={() => onDelete(rule)} />
      )}
      deleteDialog={({ id, name }, onClose) => (
        <DeleteDialog
          name={name}
          body={t('rules.deleteBody')}
          remove={() => remove.mutateAsync(id)}
          onClose={onClose}
        />
      )}
    />
  );
}
