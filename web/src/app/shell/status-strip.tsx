// The strip at the bottom: is what I see current? A green word means that the socket is up and proven alive by its pings;
// a lost connection also says when the next attempt starts.
import { cn } from '@/shared/lib/cn';
import { formatClock } from '@/shared/lib/format';
import { useNow } from '@/shared/lib/use-now';
import { live, useLiveStatus } from '@/shared/live/live-store';
import { toast } from '@/shared/ui/toast';
import { Wifi, WifiOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePlantViolationStats } from '@/shared/plants/use-plant-violation-stats';

function RetryCountdown({ retryAt }: { retryAt: number }) {
  const { t } = useTranslation('shell');
  const now = useNow(1_000);
  return (
    <>
      <span className="tabular">
        {t('connection.retryIn', { seconds: Math.max(0, Math.ceil((retryAt - now) / 1000)) })}
      </span>
      <button
        type="button"
        className="text-accent underline underline-offset-2"
        onClick={() => live.retryNow()}
      >
        {t('connection.retryNow')}
      </button>
    </>
  );
}

function useAnnounceLossAndReturn(isOpen: boolean): void {
  const { t } = useTranslation('shell');
  const wasOpen = useRef(false);
  const lost = useRef(false);
  useEffect(() => {
    if (!isOpen && wasOpen.current) {
      lost.current = true;
      const time = formatClock(new Date(useLiveStatus.getState().lastMessageAt ?? Date.now()));
      toast.info(t('connection.lostTitle'), t('connection.lostBody', { time }));
    }
    if (isOpen && lost.current) {
      lost.current = false;
      toast.success(t('connection.restored'));
    }
    wasOpen.current = isOpen;
  }, [isOpen, t]);
}

function Connection() {
  const { t } = useTranslation('shell');
  const { state, lastMessageAt, retryAt } = useLiveStatus();
  const isOpen = state === 'open';
  useAnnounceLossAndReturn(isOpen);
  const Icon = isOpen ? Wifi : WifiOff;
  const word = isOpen
    ? 'connected'
    : state === 'connecting' && lastMessageAt === null
      ? 'connecting'
      : 'disconnected';
  return (
    <div data-testid="connection" data-state={state} className="flex items-center gap-2">
      <span
        role="status"
        className={cn(
          'inline-flex items-center gap-1.5 font-medium',
          isOpen ? 'text-ok' : word === 'connecting' ? 'text-ink-muted' : 'text-alarm',
        )}
      >
        <Icon size={14} aria-hidden />
        {t(`connection.${word}`)}
      </span>
      <span className="text-ink-muted tabular max-sm:sr-only">
        {lastMessageAt === null
          ? t('connection.noMessage')
          : t('connection.lastMessage', { time: formatClock(new Date(lastMessageAt)) })}
      </span>
      {state === 'waiting' && retryAt !== null && <RetryCountdown retryAt={retryAt} />}
    </div>
  );
}

export function StatusStrip() {
  const { t } = useTranslation('shell');
  const { data: stats } = usePlantViolationStats();
  const link = 'text-ink-muted hover:text-ink tabular rounded px-1';
  return (
    <footer className="flex h-8 shrink-0 items-center gap-4 border-t border-line bg-surface px-3 text-xs print:hidden">
      <Connection />
      <div className="flex-1" />
      {stats && (
        <>
          <Link
            to="/violations?status=required"
            className={cn(link, stats.unacknowledged > 0 && 'font-semibold text-alarm')}
          >
            {t('pendingLink', { count: stats.unacknowledged })}
          </Link>
          <Link to="/violations?status=informational" className={link}>
            {t('infoLink', { count: stats.informational })}
          </Link>
        </>
      )}
    </footer>
  );
}
