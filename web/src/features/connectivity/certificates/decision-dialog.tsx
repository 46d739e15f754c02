// Trusting a certificate, trusting it no longer, and forgetting it: each says what follows, and asks once.
import {
  useForgetCertificate,
  useRejectCertificate,
  useTrustCertificate,
} from '@/shared/api/queries/opcua-certificates';
import type { Certificate } from '@/shared/api/types';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { useTranslation } from 'react-i18next';
import { commonName, fingerprintText } from './certificate-view';

export type Decision = 'trust' | 'reject' | 'forget';

interface DecisionDialogProps {
  certificate: Certificate;
  decision: Decision;
  onClose: () => void;
}

export function DecisionDialog({ certificate, decision, onClose }: DecisionDialogProps) {
  const { t } = useTranslation('connectivity');
  const change = {
    trust: useTrustCertificate(),
    reject: useRejectCertificate(),
    forget: useForgetCertificate(),
  }[decision];
  const name = commonName(certificate.subject);
  const texts = {
    done: t(`certificates.${decision}.done`, { name }),
    failed: t(`certificates.${decision}.failed`, { name }),
  };
  return (
    <ConfirmDialog
      title={t(`certificates.${decision}.title`, { name })}
      description={t(`certificates.${decision}.body`)}
      confirmLabel={t(`certificates.${decision}.confirm`)}
      isHarmless={decision === 'trust'}
      run={() => change.mutateAsync(certificate.fingerprint)}
      told={texts}
      onClose={onClose}
    >
      <p className="text-xs text-ink-muted">{t('certificates.fingerprint')}</p>
      <p className="font-mono text-xs break-all">{fingerprintText(certificate.fingerprint)}</p>
    </ConfirmDialog>
  );
}
