// Trusts a certificate that was not shown yet: a server's before its first connection, or an authority's for all its servers.
import { useUploadCertificate } from '@/shared/api/queries/opcua-certificates';
import { refusalOf } from '@/shared/api/refusal';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { PemField } from '../pem-field';
import { commonName } from './certificate-view';

const isShown = (field: string): field is 'certificate' => field === 'certificate';

export function UploadDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['connectivity', 'common']);
  const errorText = useErrorText();
  const upload = useUploadCertificate();
  const form = useForm({ defaultValues: { certificate: '' } });
  const save = form.handleSubmit(async ({ certificate }) => {
    try {
      const { subject } = await upload.mutateAsync(certificate.trim());
      toast.success(t('certificates.trust.done', { name: commonName(subject) }));
      onClose();
    } catch (error) {
      const { fields, rest } = refusalOf(error, isShown);
      const [refused] = fields;
      form.setError('certificate', { message: refused?.message ?? errorText(rest) });
    }
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('certificates.addTitle')}
      description={t('certificates.addBody')}
    >
      <form noValidate onSubmit={(event) => void save(event)}>
        <PemField
          label={t('certificates.pem')}
          input={form.register('certificate', { required: t('certificates.missing') })}
          error={form.formState.errors.certificate?.message}
          onText={(text) => form.setValue('certificate', text, { shouldValidate: true })}
        />
        <DialogActions>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" variant="primary" busy={upload.isPending}>
            {t('certificates.trust.confirm')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
