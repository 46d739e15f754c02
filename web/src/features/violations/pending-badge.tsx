import { cn } from '@/shared/lib/cn';
import { usePlantViolationStats } from '@/shared/plants/use-plant-violation-stats';
import { useTranslation } from 'react-i18next';

/** How many violations of the plant wait for an answer. Nothing when none does. */
export function PendingBadge({ collapsed }: { collapsed: boolean }) {
  const { t } = useTranslation('shell');
  const { data: stats } = usePlantViolationStats();
  const count = stats?.unacknowledged ?? 0;
  const most = collapsed ? 99 : 999;
  if (count === 0) return null;
  return (
    <span
      aria-label={t('nav.pending', { count })}
      className={cn(
        'rounded-full bg-alarm px-1.5 text-xs leading-[1.125rem] font-semibold text-white tabular dark:text-black',
        collapsed && 'absolute -top-2.5 -right-3.5 px-1 leading-4',
      )}
    >
      {count > most ? `${most}+` : count}
    </span>
  );
}
