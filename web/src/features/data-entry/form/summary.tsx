import type { Characteristic } from '@/shared/api/types';
import { formatValue } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';
import { type EntryCheck, isCounted, summarize } from '@/shared/entry/entry-check';

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div className="flex items-baseline gap-1.5">
    <dt className="text-xs text-ink-muted">{name}</dt>
    <dd className="text-base font-semibold tabular">{value}</dd>
  </div>
);

/** What the fields amount to so far. */
export function Summary({ characteristic, check }: { characteristic: Characteristic; check: EntryCheck }) {
  const { t } = useTranslation('dataEntry');
  const { decimal_precision, subgroup_size, min_measurements, warn_below_count, data_type } = characteristic;
  const value = (number: number | undefined) => formatValue(number, decimal_precision);

  if (isCounted(characteristic)) {
    const { defect_count, inspected_size } = check.values ?? {};
    if (data_type === 'c') return null;
    const share =
      typeof defect_count === 'number' && typeof inspected_size === 'number'
        ? defect_count / inspected_size
        : undefined;
    return (
      <dl>
        <Figure name={t(data_type === 'u' ? 'form.rate' : 'form.proportion')} value={formatValue(share, 4)} />
      </dl>
    );
  }

  const { readings, isUndersized } = check;
  const total = summarize(readings);
  const isPartial = readings.length > 0 && isUndersized && readings.length >= min_measurements;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="text-ink-muted tabular">
          {t('form.entered', { count: readings.length, size: subgroup_size })}
          {readings.length < min_measurements && subgroup_size > 1 && (
            <> · {t('form.needed', { min: min_measurements })}</>
          )}
        </p>
        {subgroup_size > 1 && (
          <dl className="flex gap-4">
            <Figure name={t('form.mean')} value={value(total?.mean)} />
            <Figure name={t('form.range')} value={value(total?.range)} />
          </dl>
        )}
      </div>
      {isPartial && (
        <p className="text-xs text-caution">
          {t('form.undersized', { count: warn_below_count ?? subgroup_size })}
        </p>
      )}
    </div>
  );
}
