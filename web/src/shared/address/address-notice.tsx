// Says what an address asked for, why that is not shown, and what is shown instead. Nothing when all of it is.
import { MAX_COUNT } from '@/shared/api/chart-window-text';
import { usePlants } from '@/shared/api/queries/plants';
import { formatCount } from '@/shared/lib/format';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Button } from '@/shared/ui/button';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Unmet } from './address-check';

interface AddressNoticeProps {
  unmet: readonly Unmet[];
  /** What the page shows, in words, for each parameter that has something to show. */
  shown: Partial<Record<string, string>>;
  /** Writes what is shown into the address. */
  onAdopt: () => void;
}

/** Only an address that names a plant needs to know the plants. */
function ShownPlant() {
  const { t } = useTranslation();
  const { data: plants } = usePlants();
  const plantId = usePlantSelection((state) => state.plantId);
  const plant = plants?.find(({ id }) => id === plantId);
  return plant && ` ${t('address.instead', { shown: plant.name })}`;
}

function useReason(): (unmet: Unmet) => string {
  const { t } = useTranslation();
  return ({ why }) => {
    switch (why.kind) {
      case 'missing':
        return t(`address.missing.${why.noun}`);
      case 'choice':
        return t('address.why.choice', { values: why.values.join(', ') });
      default:
        return t(`address.why.${why.kind}`, { max: formatCount(MAX_COUNT) });
    }
  };
}

export function AddressNotice({ unmet, shown, onAdopt }: AddressNoticeProps) {
  const { t } = useTranslation();
  const reasonOf = useReason();
  if (unmet.length === 0) return null;
  return (
    <section
      role="status"
      className="flex shrink-0 flex-wrap items-start gap-x-3 gap-y-2 rounded-md bg-caution-soft px-3 py-2 text-caution print:hidden"
    >
      <CircleAlert size={16} aria-hidden className="mt-px shrink-0" />
      <div className="min-w-0 flex-1 basis-60">
        <strong className="font-semibold">{t('address.title')}</strong>
        <ul>
          {unmet.map((item, index) => {
            const words = shown[item.name];
            return (
              <li key={`${index} ${item.name}=${item.asked}`} className="break-words">
                {t('address.unmet', { parameter: `${item.name}=${item.asked}`, why: reasonOf(item) })}
                {item.name === 'plant' && item.why.kind !== 'unknownName' && <ShownPlant />}
                {words !== undefined && ` ${t('address.instead', { shown: words })}`}
              </li>
            );
          })}
        </ul>
      </div>
      <Button onClick={onAdopt}>{t('address.adopt')}</Button>
    </section>
  );
}
