// Trusting a certificate, trusting it no longer, and forgetting it: each says what follows, and asks once.
import {
  useForgetCertificate,
  useRejectCertificate,
  useTrustCertificate,
} from '@/shared/api/queries/opcua-certificates';
import type { Certificate } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { commonName, fingerprintText } from './certificate-view';

export type Decision = 'trust' | 'reject' | 'forget';

interface DecisionDialogProps {
  certificate: Certificate;
  decision: Decision;
  onClose: () => void;
}

export function DecisionDialog({ certificate, decision, onClose }: DecisionDialogProps) {
  const { t } = useTranslation(['connectivity', 'common']);
  const errorText = useErrorText();
  const change = {
    trust: useTrustCertificate(),
    reject: useRejectCertificate(),
    forget: useForgetCertificate(),
  }[decision];
  const name = commonName(certificate.subject);
  const run = async (): Promise<void> => {
    try {
      await change.mutateAsync(certificate.fingerprint);
      toast.success(t(`certificates.${decision}.done`, { name }));
      onClose();
    } catch (error) {
      toast.error(t(`certificates.${decision}.failed`, { name }), errorText(error));
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(`certificates.${decision}.title`, { name })}
      description={t(`certificates.${decision}.body`)}
    >
      <p className="text-xs text-ink-muted">{t('certificates.fingerprint')}</p>
      <p className="font-mono text-xs break-all">{fingerprintText(certificate.fingerprint)}</p>
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button
          variant={decision === 'trust' ? 'primary' : 'danger'}
          busy={change.isPending}
          onClick={() => void run()}
        >
          {t(`certificates.${decision}.confirm`)}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
