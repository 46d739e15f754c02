import { useRecalculateLimits } from '@/shared/api/queries/characteristics';
import type { Characteristic } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { cn } from '@/shared/lib/cn';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { Checkbox, SelectField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { Ruler } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const baselines = [25, 50, 100, 200] as const;
/** Fewer samples give limits that say little; the server refuses below this. */
const MIN_SAMPLES = 2;

interface RecalculateButtonProps {
  characteristic: Characteristic;
  /** Only the icon where there is little room. */
  compact?: boolean;
}

export function RecalculateButton({ characteristic, compact }: RecalculateButtonProps) {
  const { t } = useTranslation(['dashboard', 'common']);
  const [open, setOpen] = useState(false);
  const [lastN, setLastN] = useState('');
  const [excludeOoc, setExcludeOoc] = useState(true);
  const recalculate = useRecalculateLimits(characteristic.id);
  const errorText = useErrorText();

  const run = (): void => {
    const request = {
      exclude_ooc: excludeOoc,
      min_samples: MIN_SAMPLES,
      ...(lastN === '' ? {} : { last_n: Number(lastN) }),
    };
    // A promise and not the callbacks of mutate(): the first limits take away the note that this button stands in.
    recalculate.mutateAsync(request).then(
      ({ calculation }) => {
        toast.success(
          t('recalculate.done', { count: calculation.sample_count }),
          calculation.excluded_count > 0
            ? t('recalculate.leftOut', { count: calculation.excluded_count })
            : undefined,
        );
        setOpen(false);
      },
      (error: unknown) => toast.error(t('recalculate.failed'), errorText(error)),
    );
  };

  return (
    <>
      <Button
        title={t('toolbar.limits')}
        icon={<Ruler size={15} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        <span className={cn(compact && 'max-2xl:sr-only')}>{t('toolbar.limits')}</span>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('recalculate.title')}
        description={t('recalculate.body')}
      >
        <div className="flex flex-col gap-4">
          <SelectField
            label={t('recalculate.baseline')}
            value={lastN}
            onChange={(event) => setLastN(event.target.value)}
          >
            <option value="">{t('recalculate.all')}</option>
            {baselines.map((count) => (
              <option key={count} value={count}>
                {t('recalculate.lastN', { count })}
              </option>
            ))}
          </SelectField>
          <Checkbox
            label={t('recalculate.excludeOoc')}
            checked={excludeOoc}
            onChange={(event) => setExcludeOoc(event.target.checked)}
          />
        </div>
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{t('common:cancel')}</Button>
          <Button variant="primary" busy={recalculate.isPending} onClick={run}>
            {recalculate.isPending ? t('recalculate.running') : t('recalculate.run')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
