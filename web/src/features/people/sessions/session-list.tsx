// Where an account is signed in: one line for each sign-in that stands.
import type { Session } from '@/shared/api/types';
import { formatDateTime, formatLongMoment, parseTime } from '@/shared/lib/format';
import { useNow } from '@/shared/lib/use-now';
import { ListRow } from '@/shared/list/list-row';
import { Ago } from '@/shared/ui/ago';
import { Badge } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { MonitorSmartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { deviceOf } from './device';

function useDeviceName(): (userAgent: string) => string {
  const { t } = useTranslation('people');
  return (userAgent) => {
    const { browser, system } = deviceOf(userAgent);
    if (browser && system) return t('sessions.device', { browser, system });
    return browser ?? system ?? (userAgent || t('sessions.unknownDevice'));
  };
}

interface SessionListProps {
  label: string;
  sessions: readonly Session[];
  onEnd: (session: Session) => void;
  /** The session that is being ended. */
  ending: string | null;
}

export function SessionList({ label, sessions, onEnd, ending }: SessionListProps) {
  const { t } = useTranslation('people');
  const nameOf = useDeviceName();
  const now = useNow(30_000);
  return (
    <ul aria-label={label} className="rounded-md border border-line">
      {sessions.map((session) => {
        const { id, user_agent, ip, created_at, last_used_at, is_current } = session;
        const device = nameOf(user_agent);
        const since = parseTime(created_at);
        return (
          <ListRow
            key={id}
            icon={MonitorSmartphone}
            name={
              <span className="font-medium break-words" title={user_agent}>
                {device}
              </span>
            }
            badges={is_current && <Badge tone="ok">{t('sessions.current')}</Badge>}
            details={
              <p className="text-xs text-ink-muted tabular">
                <span title={formatDateTime(since)}>
                  {t('sessions.since', { time: formatLongMoment(since), ip })}
                </span>
                {' · '}
                {t('sessions.lastUsed')} <Ago time={last_used_at} now={now} />
              </p>
            }
            actions={
              !is_current && (
                <Button
                  className="h-7! px-2.5!"
                  busy={ending === id}
                  aria-label={t('sessions.endName', { device, time: formatLongMoment(since) })}
                  onClick={() => onEnd(session)}
                >
                  {t('sessions.end')}
                </Button>
              )
            }
          />
        );
      })}
    </ul>
  );
}
