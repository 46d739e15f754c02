import { useSession } from '@/shared/auth/session';
import { Spinner } from '@/shared/ui/states';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Whole seconds until a moment, told anew each second. */
function useSecondsUntil(moment: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(clock);
  }, []);
  return moment === undefined ? 0 : Math.max(Math.ceil((moment - now) / 1_000), 0);
}

function WaitingHint() {
  const { t } = useTranslation('auth');
  const retryAt = useSession((state) => state.retryAt);
  return <p className="max-w-sm">{t('waitingHint', { count: useSecondsUntil(retryAt) })}</p>;
}

export type StartStatus = 'restoring' | 'unreachable' | 'waiting';

export function StartScreen({ status }: { status: StartStatus }) {
  const { t } = useTranslation('auth');
  return (
    <div
      role="status"
      className="flex h-full flex-col items-center justify-center gap-3 p-6 text-center text-ink-muted"
    >
      <Spinner />
      <p className="text-base text-ink">{t(status)}</p>
      {status === 'unreachable' && <p className="max-w-sm">{t('unreachableHint')}</p>}
      {status === 'waiting' && <WaitingHint />}
    </div>
  );
}
