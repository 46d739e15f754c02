// Templates that are kept, with how many machines have come since.
import { useForgetTemplate, useTemplates } from '@/shared/api/queries/templates';
import type { KeptTemplate } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Badge } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { toast } from '@/shared/ui/toast';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface KeptTemplatesProps {
  plantId: number | null;
  onUse: (kept: KeptTemplate) => void;
}

export function KeptTemplates({ plantId, onUse }: KeptTemplatesProps) {
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  const { data: kept = [], error } = useTemplates(plantId);
  const forget = useForgetTemplate();
  if (error)
    return (
      <p role="alert" className="mb-3 text-alarm">
        {t('template.keptFailed')}: {errorText(error)}
      </p>
    );
  if (kept.length === 0) return null;
  return (
    <section aria-label={t('template.kept')} className="mb-3">
      <h3 className="mb-1 text-sm font-medium">{t('template.kept')}</h3>
      <ul className="flex flex-wrap gap-2">
        {kept.map((one) => (
          <li key={one.id} className="flex items-center gap-1 rounded-md border border-line px-2 py-1">
            <Button variant="quiet" aria-label={t('template.use', one)} onClick={() => onUse(one)}>
              {one.name}
            </Button>
            {one.new_count !== null && one.new_count > 0 && (
              <Badge tone="info">{t('template.new', { count: one.new_count })}</Badge>
            )}
            {one.problem !== null && <span className="text-xs text-caution">{one.problem}</span>}
            <Button
              variant="quiet"
              aria-label={t('template.forget', one)}
              icon={<Trash2 size={15} aria-hidden />}
              onClick={() =>
                forget.mutate(one.id, {
                  onError: (failure) => toast.error(t('template.forgetFailed', one), errorText(failure)),
                })
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
