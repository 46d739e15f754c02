import { Segmented } from '@/shared/ui/segmented';
import { useTranslation } from 'react-i18next';
import { PROTOCOLS, type ProtocolFilter } from './protocols';

interface ProtocolChipsProps<V extends string> {
  value: V;
  onChange: (value: V) => void;
  counts: Record<V, number>;
  /** What comes after the protocols. */
  more?: readonly { value: V; label: string }[];
}

/** All, each protocol, and whatever the list adds; with counts. */
export function ProtocolChips<V extends string = ProtocolFilter>({
  value,
  onChange,
  counts,
  more = [],
}: ProtocolChipsProps<V>) {
  const { t } = useTranslation('connectivity');
  const chips = [
    { value: 'all' as V, label: t('protocols.all') },
    ...PROTOCOLS.map((protocol) => ({ value: protocol as string as V, label: t(`protocols.${protocol}`) })),
    ...more,
  ];
  return (
    <Segmented
      label={t('protocols.label')}
      value={value}
      onChange={onChange}
      options={chips.map((chip) => ({
        value: chip.value,
        label: (
          <>
            {chip.label}
            <span className="text-xs text-ink-muted tabular">{counts[chip.value]}</span>
          </>
        ),
      }))}
    />
  );
}
