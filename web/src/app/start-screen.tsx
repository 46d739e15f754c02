import { Spinner } from '@/shared/ui/states';
import { useTranslation } from 'react-i18next';

export function StartScreen({ status }: { status: 'restoring' | 'unreachable' }) {
  const { t } = useTranslation('auth');
  return (
    <div
      role="status"
      className="flex h-full flex-col items-center justify-center gap-3 p-6 text-center text-ink-muted"
    >
      <Spinner />
      <p className="text-base text-ink">{t(status)}</p>
      {status === 'unreachable' && <p className="max-w-sm">{t('unreachableHint')}</p>}
    </div>
  );
}
