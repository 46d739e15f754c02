// A stage in words: who set its limits, when, out of what, and why.
import type { Stage } from '@/shared/api/types';
import { decimalsApart, formatDateTime, formatValue, parseTime } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';

export interface StageFact {
  name: string;
  value: string;
}

export interface StageText {
  /** "Limits recalculated". */
  title: string;
  facts: StageFact[];
  lines: StageFact[];
  /** All of it in one sentence, for assistive technology. */
  full: string;
}

const moment = (text: string | null): string => (text ? formatDateTime(parseTime(text)) : '');

export function useStageText(decimals: number): (stage: Stage) => StageText {
  const { t } = useTranslation('charts');
  return (stage) => {
    const { center_line, ucl, lcl } = stage;
    const isWithdrawn = center_line === null;
    const title = t(isWithdrawn ? 'stage.withdrawn' : `stage.origins.${stage.origin}`);
    const basis =
      stage.sample_count > 0
        ? t('stage.basis', {
            count: stage.sample_count,
            from: moment(stage.baseline_from),
            to: moment(stage.baseline_to),
          })
        : '';
    const all: StageFact[] = [
      { name: t('stage.by'), value: stage.created_by ?? '' },
      { name: t('stage.at'), value: moment(stage.created_at) },
      { name: t('stage.method'), value: isWithdrawn ? '' : (stage.method ?? '') },
      { name: t('stage.from'), value: basis },
      { name: t('stage.why'), value: stage.note ?? '' },
    ];
    const facts = all.filter(({ value }) => value !== '');
    const digits = decimalsApart([ucl, center_line, lcl], decimals);
    const lines = isWithdrawn
      ? []
      : [
          { name: t('ucl'), value: formatValue(ucl, digits) },
          { name: t('center'), value: formatValue(center_line, digits) },
          { name: t('lcl'), value: formatValue(lcl, digits) },
        ];
    const full = [title, ...[...lines, ...facts].map(({ name, value }) => `${name} ${value}`)].join(', ');
    return { title, facts, lines, full };
  };
}
