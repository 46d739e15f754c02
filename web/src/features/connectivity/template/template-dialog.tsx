// One template for many equal machines: what is typed, what it would make, and making it once that was confirmed.
import { FormFailure } from '@/shared/forms/form-failure';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Server } from '../servers';
import { KeepTemplate } from './keep-template';
import { KeptTemplates } from './kept-templates';
import type { TemplateOffer } from './template-form';
import { TemplateFields } from './template-fields';
import { TemplatePreview } from './template-preview';
import { useTemplate } from './use-template';

interface TemplateDialogProps {
  servers: readonly Server[];
  onClose: () => void;
}

export function TemplateDialog({ servers, onClose }: TemplateDialogProps) {
  const { t } = useTranslation(['connectivity', 'common']);
  const brokers = servers.filter(({ protocol }) => protocol === 'mqtt');
  const form = useTemplate(brokers.length === 1 ? (brokers[0]?.id ?? null) : null);
  const [confirmed, setConfirmed] = useState<TemplateOffer | null>(null);
  const asked = confirmed?.wanted === form.wanted ? confirmed : null;
  const count = form.offer?.sources.length ?? 0;

  const run = async (offer: TemplateOffer): Promise<void> => {
    try {
      const made = await form.apply(offer);
      toast.success(t('template.made', { count: made.mappings_made }));
      onClose();
    } catch {
      setConfirmed(null); // why is shown above the buttons
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('template.title')}
      description={t('template.body')}
      className="w-[min(64rem,calc(100vw-2rem))]!"
    >
      <KeptTemplates plantId={form.plantId} onUse={form.use} />
      <div className="@container">
        <TemplateFields form={form} brokers={brokers} />
      </div>
      <KeepTemplate form={form} />
      <h3 className="mt-4 mb-1 text-sm font-medium">{t('template.preview')}</h3>
      <TemplatePreview form={form} />
      <FormFailure failure={form.applyFailure} className="mt-3" />
      {asked && (
        <p role="status" className="mt-3 rounded-md bg-info-soft px-3 py-2">
          {t('template.confirm', { places: asked.places, mappings: asked.sources.length })}
        </p>
      )}
      <DialogActions>
        <Button onClick={asked ? () => setConfirmed(null) : onClose}>
          {t(asked ? 'template.back' : 'common:cancel')}
        </Button>
        {asked ? (
          <Button variant="primary" busy={form.isApplying} onClick={() => void run(asked)}>
            {t('template.confirmed')}
          </Button>
        ) : (
          <Button variant="primary" disabled={count === 0} onClick={() => setConfirmed(form.offer)}>
            {t('template.make', { count })}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
