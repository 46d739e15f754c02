// Trusts a certificate that was not shown yet: a server's before its first connection, or an authority's for all its servers.
import { useUploadCertificate } from '@/shared/api/queries/opcua-certificates';
import type { Certificate } from '@/shared/api/types';
import { DialogForm } from '@/shared/forms/dialog-form';
import { checkedBy, useEntityForm } from '@/shared/forms/use-entity-form';
import { Dialog } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { PemField } from '../pem-field';
import { commonName } from './certificate-view';

interface Upload {
  certificate: string;
}

const resolver = checkedBy<Upload>(({ certificate }) =>
  certificate === '' ? { certificate: 'missing' } : {},
);

export function UploadDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('connectivity');
  const upload = useUploadCertificate();
  const form = useEntityForm<Upload, Certificate>({
    resolver,
    initial: { certificate: '' },
    problemText: () => t('certificates.missing'),
    save: ({ certificate }) => upload.mutateAsync(certificate.trim()),
    onSaved: ({ subject }) => {
      toast.success(t('certificates.trust.done', { name: commonName(subject) }));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('certificates.addTitle')}
      description={t('certificates.addBody')}
    >
      <DialogForm form={form} saveLabel={t('certificates.trust.confirm')} onCancel={onClose} className="">
        <PemField form={form} name="certificate" label={t('certificates.pem')} />
      </DialogForm>
    </Dialog>
  );
}
