// The characteristic that a mapping feeds, chosen in the same tree as everywhere.
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useHierarchy } from '@/shared/api/queries/hierarchy';
import { CharacteristicPanel } from '@/shared/characteristics/characteristic-panel';
import { pathTo } from '@/shared/characteristics/tree-rows';
import { cn } from '@/shared/lib/cn';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { controlClass, Field } from '@/shared/ui/field';
import { Popover } from '@/shared/ui/popover';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface CharacteristicFieldProps {
  value: number | null;
  onChange: (characteristicId: number) => void;
  error: string | undefined;
  disabled: boolean;
  label?: string;
}

export function CharacteristicField({ value, onChange, error, disabled, label }: CharacteristicFieldProps) {
  const { t } = useTranslation('connectivity');
  const [open, setOpen] = useState(false);
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: characteristics } = useCharacteristics(plantId);
  const { data: nodes = [] } = useHierarchy(plantId);
  const chosen = characteristics?.find(({ id }) => id === value);
  const path = chosen ? pathTo(nodes, chosen.hierarchy_id).join(' › ') : undefined;
  return (
    <Field label={label ?? t('rule.characteristic')} required error={error} hint={path}>
      {(ids) => (
        <Popover
          open={open}
          onOpenChange={setOpen}
          className="flex h-[min(26rem,60vh)] w-80 max-w-[calc(100vw-1rem)] flex-col gap-2"
          trigger={
            <button
              type="button"
              disabled={disabled}
              aria-label={t('rule.characteristicValue', { name: chosen?.name ?? t('rule.choose') })}
              className={cn(controlClass, 'flex min-w-0 items-center justify-between gap-2 text-left')}
              id={ids.id}
              aria-describedby={ids['aria-describedby']}
            >
              <span className={cn('truncate', !chosen && 'text-ink-muted')}>
                {chosen?.name ?? t('rule.choose')}
              </span>
              <ChevronDown size={14} aria-hidden className="shrink-0 text-ink-muted" />
            </button>
          }
        >
          <CharacteristicPanel
            selectedId={value}
            onSelect={({ id }) => {
              setOpen(false);
              onChange(id);
            }}
          />
        </Popover>
      )}
    </Field>
  );
}
