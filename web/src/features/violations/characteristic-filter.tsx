// One characteristic or all, chosen in the same tree as on the dashboard.
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { CharacteristicPanel } from '@/shared/characteristics/characteristic-panel';
import { cn } from '@/shared/lib/cn';
import { useShortcut } from '@/shared/lib/shortcuts';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Button, IconButton } from '@/shared/ui/button';
import { controlClass } from '@/shared/ui/field';
import { Popover } from '@/shared/ui/popover';
import { ChevronDown, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface CharacteristicFilterProps {
  value: number | null;
  onChange: (characteristicId: number | null) => void;
}

export function CharacteristicFilter({ value, onChange }: CharacteristicFilterProps) {
  const { t } = useTranslation('violations');
  const [open, setOpen] = useState(false);
  const labelId = useId();
  const textId = useId();
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: characteristics } = useCharacteristics(plantId);
  const name =
    value === null
      ? t('filters.allCharacteristics')
      : (characteristics?.find(({ id }) => id === value)?.name ??
        t('filters.unknownCharacteristic', { id: value }));
  useShortcut({ keys: '/', description: t('shortcuts.filter'), scope: 'page' }, () => setOpen(true));

  const choose = (id: number | null) => {
    setOpen(false);
    onChange(id);
  };
  return (
    <div className="flex w-52 flex-col gap-1 max-sm:w-full">
      <span id={labelId} className="text-sm font-medium">
        {t('filters.characteristic')}
      </span>
      <div className="flex gap-1">
        <Popover
          open={open}
          onOpenChange={setOpen}
          className="flex h-[min(28rem,70vh)] w-80 max-w-[calc(100vw-1rem)] flex-col gap-2"
          trigger={
            <button
              type="button"
              aria-labelledby={`${labelId} ${textId}`}
              className={cn(controlClass, 'flex min-w-0 items-center justify-between gap-2 text-left')}
            >
              <span id={textId} className="truncate">
                {name}
              </span>
              <ChevronDown size={14} aria-hidden className="shrink-0 text-ink-muted" />
            </button>
          }
        >
          <CharacteristicPanel selectedId={value} onSelect={({ id }) => choose(id)} />
          {value !== null && <Button onClick={() => choose(null)}>{t('filters.anyCharacteristic')}</Button>}
        </Popover>
        {value !== null && (
          <IconButton label={t('filters.anyCharacteristic')} onClick={() => choose(null)}>
            <X size={15} aria-hidden />
          </IconButton>
        )}
      </div>
    </div>
  );
}
