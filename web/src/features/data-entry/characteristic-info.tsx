// One line with what the operator needs to know before measuring.
import type { Characteristic } from '@/shared/api/types';
import { formatValue } from '@/shared/lib/format';
import { Fact, Facts } from '@/shared/ui/facts';
import { useTranslation } from 'react-i18next';
import { isCounted } from '@/shared/entry/entry-check';

const Item = ({ name, value }: { name: string; value: string }) => (
  <Fact name={name}>
    <dd className="font-semibold tabular">{value}</dd>
  </Fact>
);

export function CharacteristicInfo({ characteristic }: { characteristic: Characteristic }) {
  const { t } = useTranslation('dataEntry');
  const { subgroup_size, min_measurements, subgroup_mode, decimal_precision, ...lines } = characteristic;
  const counted = isCounted(characteristic);
  const line = (name: 'usl' | 'target' | 'lsl' | 'ucl' | 'center' | 'lcl', value: number | null) =>
    value === null ? null : <Item name={t(`info.${name}`)} value={formatValue(value, decimal_precision)} />;
  return (
    <Facts label={t('info.label')}>
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
    </Facts>
  );
}
