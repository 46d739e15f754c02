import type { Channel, NotificationRule } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { DeleteButton, ListRow } from '@/shared/list/list-row';
import { Badge } from '@/shared/ui/badge';
import { BellOff, BellRing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

interface RuleRowProps {
  rule: NotificationRule;
  channels: readonly Channel[];
  onDelete: () => void;
}

export function RuleRow({ rule, channels, onDelete }: RuleRowProps) {
  const { t } = useTranslation('notifications');
  const isAdmin = useCan('admin');
  const canChange = isAdmin || rule.plant_id !== null;
  const names = rule.channel_ids.map((id) => channels.find((channel) => channel.id === id)?.name ?? `#${id}`);
  return (
    <ListRow
      icon={rule.is_enabled ? BellRing : BellOff}
      name={
        <Link
          to={`/notifications/rules/${rule.id}`}
          className="font-semibold hover:text-accent hover:underline"
        >
          {rule.name}
        </Link>
      }
      badges={
        <>
          {!rule.is_enabled && <Badge>{t('off')}</Badge>}
          {rule.plant_id === null && <Badge>{t('everyPlant')}</Badge>}
          {rule.quiet_hours && <Badge tone="info">{t('rules.quiet')}</Badge>}
          {rule.escalation.length > 0 && (
            <Badge tone="caution">{t('rules.levels', { count: rule.escalation.length })}</Badge>
          )}
        </>
      }
      details={
        <>
          <p className="text-ink-muted">
            {t('rules.summary', {
              events: rule.events.map((event) => t(`events.${event}`)).join(', '),
              channels: names.join(', '),
            })}
          </p>
          {rule.problem && <p className="text-alarm">{rule.problem}</p>}
        </>
      }
      actions={canChange && <DeleteButton label={t('delete.name', { name: rule.name })} onClick={onDelete} />}
    />
  );
}
