// What is wrong with a connection, in the server's words, and the way to the certificates when they are the cause.
import { hasFailed } from '@/shared/connectivity/connection-state';
import { cn } from '@/shared/lib/cn';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CERTIFICATES } from './links';
import type { Server } from './servers';

/** Beside a message that a person can do something about. */
export function CertificatesLink({ className }: { className?: string }) {
  const { t } = useTranslation('connectivity');
  return (
    <Link to={CERTIFICATES} className={cn('font-semibold whitespace-nowrap underline', className)}>
      {t('certificates.review')}
    </Link>
  );
}

interface ServerErrorProps {
  server: Pick<Server, 'state' | 'error'>;
  /** On a ground of its own, and with what happens next. */
  isFilled?: boolean;
  className?: string;
}

export function ServerError({ server, isFilled = false, className }: ServerErrorProps) {
  const { t } = useTranslation('connectivity');
  const { state, error } = server;
  if (error === null) return null;
  const isDown = hasFailed(state);
  return (
    <p
      className={cn(
        'break-words',
        isDown ? 'text-alarm' : 'text-caution',
        isFilled && (isDown ? 'bg-alarm-soft' : 'bg-caution-soft'),
        className,
      )}
    >
      {error}
      {isFilled && isDown && ` ${t('server.keepsTrying')}`} {state === 'untrusted' && <CertificatesLink />}
    </p>
  );
}
