import type { ChartWindow } from '@/shared/api/chart-window';
import type { Characteristic } from '@/shared/api/types';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { EmptyState } from '@/shared/ui/states';
import { ChartSpline } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { QuickEntryButton } from './quick-entry';
import { defaultPreferences } from './dashboard-url';
import type { DashboardChange } from './use-dashboard';

interface NoSamplesProps {
  characteristic: Characteristic;
  window: ChartWindow;
  onChange: (change: DashboardChange) => void;
}

export function NoSamples({ characteristic, window, onChange }: NoSamplesProps) {
  const { t } = useTranslation('dashboard');
  const hasSamplesElsewhere = window.kind !== 'last' && (characteristic.sample_count ?? 0) > 0;
  return (
    <Card className="flex-1">
      <EmptyState
        icon={<ChartSpline aria-hidden size={28} />}
        title={t('noSamples')}
        hint={t(hasSamplesElsewhere ? 'noSamplesInRange' : 'noSamplesHint')}
        action={
          hasSamplesElsewhere ? (
            <Button onClick={() => onChange({ window: defaultPreferences.window })}>{t('showAll')}</Button>
          ) : (
            <QuickEntryButton characteristic={characteristic} variant="primary" />
          )
        }
      />
    </Card>
  );
}
