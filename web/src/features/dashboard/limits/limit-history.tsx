import { useLimitRevisions } from '@/shared/api/queries/limits';
import type { Characteristic } from '@/shared/api/types';
import { StageDetails } from '@/shared/limits/stage-details';
import { useStageText } from '@/shared/limits/stage-text';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { Ruler } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Every set of limits that there was, newest first. */
export function LimitHistory({ characteristic }: { characteristic: Characteristic }) {
  const { t } = useTranslation('dashboard');
  const { data, error, refetch } = useLimitRevisions(characteristic.id);
  const textOf = useStageText(characteristic.decimal_precision);
  if (error)
    return <ErrorState title={t('limits.historyFailed')} error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState text={t('limits.historyLoading')} />;
  if (data.items.length === 0)
    return <EmptyState icon={<Ruler aria-hidden size={24} />} title={t('limits.historyEmpty')} />;
  return (
    <ol aria-label={t('limits.panels.history')} className="flex flex-col divide-y divide-line">
      {data.items.map((stage, index) => (
        <li key={stage.id ?? `stage-${index}`} className="py-2.5 first:pt-0">
          <StageDetails text={textOf(stage)} />
          {stage.replaced && <p className="mt-1 text-xs text-ink-muted">{t('limits.replaced')}</p>}
        </li>
      ))}
    </ol>
  );
}
