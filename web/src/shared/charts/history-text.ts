// A stretch of a history in words, for whoever points at it and whoever listens.
import { decimalsApart, formatCount, formatLongMoment, formatValue } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';
import type { Stretch } from './history-model';

export interface StretchText {
  when: string;
  what: string;
  figures: { mean: string; min: string; max: string };
  signals: string;
  full: string;
}

export function useStretchText(decimals: number): (stretch: Stretch) => StretchText {
  const { t } = useTranslation('charts');
  return (stretch) => {
    const { mean, min, max, ucl, lcl, from, to } = stretch;
    const digits = decimalsApart([mean, min, max, ucl, lcl], decimals);
    const figures = {
      mean: formatValue(mean, digits),
      min: formatValue(min, digits),
      max: formatValue(max, digits),
    };
    const isMoment = formatLongMoment(new Date(from)) === formatLongMoment(new Date(to));
    const when = isMoment
      ? formatLongMoment(new Date(from))
      : t('history.when', {
          from: formatLongMoment(new Date(from)),
          to: formatLongMoment(new Date(to)),
        });
    const counted = t('history.subgroups', { count: stretch.samples, shown: formatCount(stretch.samples) });
    const what =
      stretch.excluded > 0
        ? t('history.withExcluded', { counted, excluded: formatCount(stretch.excluded) })
        : counted;
    const signals = t('history.signals', { count: stretch.signals, shown: formatCount(stretch.signals) });
    return { when, what, figures, signals, full: t('history.announce', { what, when, signals, ...figures }) };
  };
}
