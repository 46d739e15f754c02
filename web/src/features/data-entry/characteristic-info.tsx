// One line with what the operator needs to know before measuring.
import type { Characteristic } from '@/shared/api/types';
import { formatValue } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';
import { isCounted } from '@/shared/entry/entry-check';

const Item = ({ name, value }: { name: string; value: string }) => (
  <div className="flex items-baseline gap-1.5 px-3 first:pl-0">
    <dt className="text-xs text-ink-muted">{name}</dt>
    <dd className="font-semibold tabular">{value}</dd>
  </div>
);

export function CharacteristicInfo({ characteristic }: { characteristic: Characteristic }) {
  const { t } = useTranslation('dataEntry');
  const { subgroup_size, min_measurements, subgroup_mode, decimal_precision, ...lines } = characteristic;
  const counted = isCounted(characteristic);
  const line = (name: 'usl' | 'target' | 'lsl' | 'ucl' | 'center' | 'lcl', value: number | null) =>
    value === null ? null : <Item name={t(`info.${name}`)} value={formatValue(value, decimal_precision)} />;
  return (
    <dl aria-label={t('info.label')} className="flex flex-wrap items-baseline gap-y-1 divide-x divide-line">
      <Item name={t(counted ? 'info.planned' : 'info.size')} value={String(subgroup_size)} />
      {!counted && subgroup_size > 1 && <Item name={t('info.min')} value={String(min_measurements)} />}
      {!counted && subgroup_mode !== 'NOMINAL_TOLERANCE' && (
        <Item name={t('info.mode')} value={t(`modes.${subgroup_mode}`)} />
      )}
      {line('lsl', lines.lsl)}
      {line('target', lines.target_value)}
      {line('usl', lines.usl)}
      {line('lcl', lines.lcl)}
      {line('center', lines.stored_center_line)}
      {line('ucl', lines.ucl)}
      {lines.ucl === null && lines.lcl === null && <Item name={t('info.none')} value="" />}
    </dl>
  );
}
