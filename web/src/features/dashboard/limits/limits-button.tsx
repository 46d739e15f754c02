import type { Characteristic } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { Segmented } from '@/shared/ui/segmented';
import { Ruler } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LimitHistory } from './limit-history';
import { RecalculateForm } from './recalculate-form';
import { SetLimitsForm } from './set-limits-form';

const PANELS = ['recalculate', 'set', 'history'] as const;
type Panel = (typeof PANELS)[number];

interface LimitsButtonProps {
  characteristic: Characteristic;
  canChange: boolean;
  /** Only the icon where there is little room. */
  compact?: boolean;
}

/** The control limits of a characteristic: estimated, set by hand, and all that there were. */
export function LimitsButton({ characteristic, canChange, compact }: LimitsButtonProps) {
  const { t } = useTranslation('dashboard');
  const [open, setOpen] = useState(false);
  const [panel, setPanel] = useState<Panel>('recalculate');
  const close = () => setOpen(false);
  const shown = canChange ? panel : 'history';
  const name = t(canChange ? 'toolbar.limits' : 'toolbar.limitHistory');
  return (
    <>
      <Button title={name} icon={<Ruler size={15} aria-hidden />} onClick={() => setOpen(true)}>
        <span className={cn(compact && 'max-2xl:sr-only')}>{name}</span>
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('limits.title')} description={t('limits.body')}>
        <div className="flex flex-col gap-4">
          {canChange && (
            <Segmented
              stretch
              label={t('limits.title')}
              value={panel}
              onChange={setPanel}
              options={PANELS.map((value) => ({ value, label: t(`limits.panels.${value}`) }))}
            />
          )}
          {shown === 'recalculate' && <RecalculateForm characteristic={characteristic} onClose={close} />}
          {shown === 'set' && <SetLimitsForm characteristic={characteristic} onClose={close} />}
          {shown === 'history' && <LimitHistory characteristic={characteristic} />}
        </div>
      </Dialog>
    </>
  );
}
