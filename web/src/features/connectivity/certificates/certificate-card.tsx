import type { Certificate } from '@/shared/api/types';
import { formatDay, formatDateTime, parseTime } from '@/shared/lib/format';
import { Badge, type Tone } from '@/shared/ui/badge';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { commonName, fingerprintText, type Trust, type Validity, validityOf } from './certificate-view';

const trustTone: Record<Trust, Tone> = { own: 'info', trusted: 'ok', rejected: 'alarm' };
const validityTone: Record<Validity, Tone> = {
  valid: 'neutral',
  'ends-soon': 'caution',
  'not-yet': 'caution',
  expired: 'alarm',
};

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0 break-all">{children}</dd>
    </div>
  );
}

interface CertificateCardProps {
  certificate: Certificate;
  now: number;
  /** What can be done with it. */
  actions: ReactNode;
}

export function CertificateCard({ certificate, now, actions }: CertificateCardProps) {
  const { t } = useTranslation('connectivity');
  const { subject, application_uri, fingerprint, thumbprint, trust, not_before, not_after } = certificate;
  const validity = validityOf(certificate, now);
  const [start, end] = [parseTime(not_before), parseTime(not_after)];
  const year = (time: Date) => time.getFullYear();
  return (
    <li
      aria-label={commonName(subject)}
      className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-3 py-2.5 last:border-b-0"
    >
      <div className="min-w-64 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-semibold break-all">{commonName(subject)}</span>
          <Badge tone={trustTone[trust]}>{t(`certificates.trust.${trust}`)}</Badge>
          {validity !== 'valid' && (
            <Badge tone={validityTone[validity]}>{t(`certificates.validity.${validity}`)}</Badge>
          )}
        </p>
        <dl className="mt-1 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
          <Term name={t('certificates.subject')}>{subject}</Term>
          {application_uri !== '' && <Term name={t('certificates.uri')}>{application_uri}</Term>}
          <Term name={t('certificates.valid')}>
            <span title={`${formatDateTime(start)} – ${formatDateTime(end)}`} className="tabular">
              {`${formatDay(start)} ${year(start)} – ${formatDay(end)} ${year(end)}`}
            </span>
          </Term>
          <Term name={t('certificates.fingerprint')}>
            <span className="font-mono">{fingerprintText(fingerprint)}</span>
          </Term>
          <Term name={t('certificates.thumbprint')}>
            <span className="font-mono">{fingerprintText(thumbprint)}</span>
          </Term>
        </dl>
      </div>
      <div className="flex flex-wrap gap-1.5">{actions}</div>
    </li>
  );
}
