import type { Channel, NotificationRule } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { Badge } from '@/shared/ui/badge';
import { IconButton } from '@/shared/ui/button';
import { BellOff, BellRing, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

interface RuleRowProps {
  rule: NotificationRule;
  channels: readonly Channel[];
  onDelete: (rule: NotificationRule) => void;
}

export function RuleRow({ rule, channels, onDelete }: RuleRowProps) {
  const { t } = useTranslation('notifications');
  const isAdmin = useCan('admin');
  const canChange = isAdmin || rule.plant_id !== null;
  const names = rule.channel_ids.map((id) => channels.find((channel) => channel.id === id)?.name ?? `#${id}`);
  const Icon = rule.is_enabled ? BellRing : BellOff;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3 py-2 last:border-b-0 hover:bg-sunken">
      <Icon size={18} aria-hidden className="shrink-0 text-ink-faint" />
      <div className="min-w-56 flex-1">
        <div className="flex flex-wrap items-center gap-x-2">
          <Link
            to={`/notifications/rules/${rule.id}`}
            className="font-semibold hover:text-accent hover:underline"
          >
            {rule.name}
          </Link>
          {!rule.is_enabled && <Badge>{t('off')}</Badge>}
          {rule.plant_id === null && <Badge>{t('everyPlant')}</Badge>}
          {rule.quiet_hours && <Badge tone="info">{t('rules.quiet')}</Badge>}
          {rule.escalation.length > 0 && (
            <Badge tone="caution">{t('rules.levels', { count: rule.escalation.length })}</Badge>
          )}
        </div>
        <p className="text-ink-muted">
          {t('rules.summary', {
            events: rule.events.map((event) => t(`events.${event}`)).join(', '),
            channels: names.join(', '),
          })}
        </p>
        {rule.problem && <p className="text-alarm">{rule.problem}</p>}
      </div>
      {canChange && (
        <IconButton
          label={t('delete.name', { name: rule.name })}
          onClick={() => onDelete(rule)}
          className="size-7! hover:text-alarm!"
        >
          <Trash2 size={14} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
