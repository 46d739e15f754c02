import type { ChartWindow } from '@/shared/api/chart-window';
import { formatDayTime } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';

const HOUR = 60;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** A time range in words. */
export function useWindowName(): (window: ChartWindow) => string {
  const { t } = useTranslation();
  return (window) => {
    switch (window.kind) {
      case 'last':
        return t('timeRange.lastN', { count: window.count });
      case 'recent': {
        const { minutes } = window;
        if (minutes === HOUR) return t('timeRange.hour');
        if (minutes === YEAR) return t('timeRange.year');
        return minutes > DAY && minutes % DAY === 0
          ? t('timeRange.days', { count: minutes / DAY })
          : t('timeRange.hours', { count: minutes / HOUR });
      }
      case 'all':
        return t('timeRange.all');
      case 'between':
        return t('timeRange.between', {
          from: formatDayTime(new Date(window.from)),
          to: formatDayTime(new Date(window.to)),
        });
    }
  };
}
