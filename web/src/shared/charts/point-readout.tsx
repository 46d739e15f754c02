import { cn } from '@/shared/lib/cn';
import { decimalsApart, formatMoment, formatValue } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';
import { isBeyond, type ModelPoint, statusKey } from './chart-model';

interface PointReadoutProps {
  point: ModelPoint;
  decimals: number;
  quantity: string;
}

const Row = ({ name, value, strong }: { name: string; value: string; strong?: boolean }) => (
  <div className="flex justify-between gap-3">
    <dt className="text-ink-muted">{name}</dt>
    <dd className={cn('text-right tabular', strong && 'font-semibold')}>{value}</dd>
  </div>
);

/** What is known about one point, beside the pointer. */
export function PointReadout({ point, decimals: least, quantity }: PointReadoutProps) {
  const { t } = useTranslation(['charts', 'common']);
  const decimals = decimalsApart([point.value, point.ucl, point.center, point.lcl], least);
  const isCount = point.count !== null || point.inspected !== null;
  return (
    <div className="rounded-lg border border-line bg-raised px-3 py-2 text-xs shadow-float">
      <div className="mb-1 flex items-baseline justify-between">
        <span className="text-sm font-semibold tabular">{point.name}</span>
        <span
          className={cn('font-medium', {
            'text-alarm': point.status === 'open',
            'text-caution': point.status === 'normal' && isBeyond(point),
            'text-ink-muted': point.status !== 'open' && !(point.status === 'normal' && isBeyond(point)),
          })}
        >
          {t(`statuses.${statusKey(point)}`)}
        </span>
      </div>
      <dl className="flex flex-col gap-px">
        <Row name={quantity} value={formatValue(point.value, decimals)} strong />
        {isCount ? (
          <>
            {point.count !== null && <Row name={t('found')} value={String(point.count)} />}
            {point.inspected !== null && <Row name={t('inspected')} value={String(point.inspected)} />}
          </>
        ) : (
          <Row name={t('size')} value={`${point.n}${point.undersized ? ` · ${t('undersized')}` : ''}`} />
        )}
        {point.uncertain && <Row name={t('quality')} value={t('uncertain')} />}
        {point.ucl !== null && <Row name={t('ucl')} value={formatValue(point.ucl, decimals)} />}
        {point.center !== null && <Row name={t('center')} value={formatValue(point.center, decimals)} />}
        {point.lcl !== null && <Row name={t('lcl')} value={formatValue(point.lcl, decimals)} />}
        <Row name={t('time')} value={formatMoment(new Date(point.time))} />
      </dl>
      {point.rules.length > 0 && (
        <ul className="mt-1.5 border-t border-line pt-1.5">
          {point.rules.map((rule) => (
            <li key={rule} className="font-medium text-alarm">
              {t('common:ruleLabel', { rule, name: t(`common:rules.${rule as 1}`) })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
