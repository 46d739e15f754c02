import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { useTranslation } from 'react-i18next';

/** Above what is shown although asking for it again has failed. */
export function StaleNotice({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation(['connectivity', 'common']);
  const errorText = useErrorText();
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 rounded-md bg-caution-soft px-3 py-1.5 text-caution"
    >
      <span className="flex-1">
        <strong className="font-semibold">{t('stale')}</strong> {errorText(error)}
      </span>
      <Button onClick={onRetry}>{t('common:retry')}</Button>
    </div>
  );
}
