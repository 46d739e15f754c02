// What a page shows while it has nothing to show: loading, empty, failed.
import { useErrorText } from '@/shared/api/use-error-text';
import { cn } from '@/shared/lib/cn';
import { CircleAlert, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button';

export const Spinner = ({ className }: { className?: string }) => (
  <LoaderCircle aria-hidden className={cn('animate-spin', className)} size={18} />
);

const frame = 'flex h-full min-h-24 flex-col items-center justify-center gap-2 p-6 text-center';

export function LoadingState({ text }: { text?: string }) {
  const { t } = useTranslation();
  return (
    <div role="status" className={cn(frame, 'text-ink-muted')}>
      <Spinner />
      <p>{text ?? t('loading')}</p>
    </div>
  );
}

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  hint?: string | undefined;
  action?: ReactNode;
}

export function EmptyState({ icon, title, hint, action }: EmptyStateProps) {
  return (
    <div className={frame}>
      {icon && <div className="text-ink-faint">{icon}</div>}
      <p className="text-base font-medium text-balance text-ink">{title}</p>
      {hint && <p className="max-w-md text-balance text-ink-muted">{hint}</p>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

interface ErrorStateProps {
  title: string;
  error: unknown;
  onRetry?: () => void;
}

export function ErrorState({ title, error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (
    <div role="alert" className={frame}>
      <CircleAlert aria-hidden className="text-alarm" size={22} />
      <p className="text-base font-medium text-ink">{title}</p>
      <p className="max-w-md text-ink-muted">{errorText(error)}</p>
      {onRetry && (
        <Button className="mt-2" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}
