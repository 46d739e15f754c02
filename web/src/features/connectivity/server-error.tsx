// What is wrong with a connection, in the server's words, and the way to the certificates when they are the cause.
import { isCertificateProblem } from '@/shared/connectivity/connection-state';
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
  server: Pick<Server, 'protocol' | 'state' | 'error'>;
  /** On a ground of its own, and with what happens next. */
  isFilled?: boolean;
  className?: string;
}

export function ServerError({ server, isFilled = false, className }: ServerErrorProps) {
  const { t } = useTranslation('connectivity');
  const { state, error, protocol } = server;
  if (error === null) return null;
  const hasFailed = state === 'failed';
  return (
    <p
      className={cn(
        'break-words',
        hasFailed ? 'text-alarm' : 'text-caution',
        isFilled && (hasFailed ? 'bg-alarm-soft' : 'bg-caution-soft'),
        className,
      )}
    >
      {error}
      {isFilled && hasFailed && ` ${t('server.keepsTrying')}`}{' '}
      {protocol === 'opcua' && isCertificateProblem(error) && <CertificatesLink />}
    </p>
  );
}
