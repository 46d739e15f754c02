// Rules: who is told what.
import { useChannels, useDeleteRule, useNotificationRules } from '@/shared/api/queries/notifications';
import type { NotificationRule } from '@/shared/api/types';
import { useOfPlant } from '@/shared/plants/use-of-plant';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { Loaded } from '@/shared/ui/loaded';
import { EmptyState } from '@/shared/ui/states';
import { BellRing, Plus } from 'lucide-react';
import { useState } from 'react';
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

function Rules({ rules }: { rules: readonly NotificationRule[] }) {
  const { t } = useTranslation('notifications');
  const { data: channels = [] } = useChannels();
  const remove = useDeleteRule();
  const [asked, setAsked] = useState<NotificationRule | null>(null);
  return (
    <>
      <div className="flex items-center gap-2.5">
        <p className="flex-1 text-ink-muted tabular">{t('rules.count', { count: rules.length })}</p>
        {rules.length > 0 && (
          <Link
            to="/notifications/rules/new"
            className="inline-flex h-8 items-center gap-1.5 rounded-md bg-accent px-3 text-sm font-medium text-accent-ink hover:bg-accent-strong"
          >
            <Plus size={15} aria-hidden />
            {t('rules.add')}
          </Link>
        )}
      </div>
      <Card className="flex min-h-0 flex-1 scroll-thin flex-col overflow-y-auto">
        {rules.length === 0 ? (
          <NoRules hasChannels={channels.length > 0} />
        ) : (
          <ul aria-label={t('nav.rules')}>
            {rules.map((rule) => (
              <RuleRow key={rule.id} rule={rule} channels={channels} onDelete={setAsked} />
            ))}
          </ul>
        )}
      </Card>
      {asked && (
        <DeleteDialog
          name={asked.name}
          body={t('rules.deleteBody')}
          remove={() => remove.mutateAsync(asked.id)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

export function Component() {
  const { t } = useTranslation('notifications');
  const ofPlant = useOfPlant();
  const texts = { loading: t('rules.loading'), failed: t('rules.failed') };
  return (
    <Loaded query={useNotificationRules()} texts={texts}>
      {(rules) => <Rules rules={rules.filter(ofPlant)} />}
    </Loaded>
  );
}
