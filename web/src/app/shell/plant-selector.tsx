// The plant selector is a listbox opened by a button: arrows move, Enter and Space choose, Esc and Tab close.
import { usePlants } from '@/shared/api/queries/plants';
import type { Plant } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Check, ChevronsUpDown, Factory } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface ListProps {
  id: string;
  plants: Plant[];
  selectedId: number | null;
  onChoose: (plant: Plant) => void;
  onClose: (options: { refocus: boolean }) => void;
}

function PlantList({ id, plants, selectedId, onChoose, onClose }: ListProps) {
  const { t } = useTranslation('shell');
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      plants.findIndex((plant) => plant.id === selectedId),
    ),
  );
  const optionId = (index: number) => `${id}-option-${index}`;

  useEffect(() => list.current?.focus(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Partial<Record<string, number>> = {
      ArrowDown: Math.min(active + 1, plants.length - 1),
      ArrowUp: Math.max(active - 1, 0),
      Home: 0,
      End: plants.length - 1,
    };
    const target = moves[event.key];
    const plant = plants[active];
    if (target !== undefined) setActive(target);
    else if ((event.key === 'Enter' || event.key === ' ') && plant) onChoose(plant);
    else if (event.key === 'Escape') onClose({ refocus: true });
    else if (event.key === 'Tab') {
      onClose({ refocus: false });
      return;
    } else return;
    event.preventDefault();
  };

  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      tabIndex={-1}
      aria-label={t('plant.label')}
      aria-activedescendant={optionId(active)}
      onKeyDown={onKeyDown}
      onBlur={() => onClose({ refocus: false })}
      className="absolute top-full right-0 z-50 mt-1 max-h-80 min-w-60 scroll-thin overflow-auto rounded-lg border border-line bg-raised p-1 shadow-float outline-none"
    >
      {plants.map((plant, index) => (
        // The listbox handles the keys for all its options.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={plant.id}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={plant.id === selectedId}
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => setActive(index)}
          onClick={() => onChoose(plant)}
          className={cn(
            'flex h-8 items-center gap-2 rounded-md px-2.5',
            index === active && 'bg-accent-soft text-accent-strong',
          )}
        >
          <span className="flex-1 truncate">{plant.name}</span>
          <span className="text-xs text-ink-muted">{plant.code}</span>
          <Check size={14} aria-hidden className={cn(plant.id !== selectedId && 'invisible')} />
        </div>
      ))}
    </div>
  );
}

export function PlantSelector() {
  const { t } = useTranslation('shell');
  const { data: plants, isPending, isError } = usePlants();
  const { plantId, select } = usePlantSelection();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const listId = useId();

  const selected = plants?.find(({ id }) => id === plantId);
  const text = () => {
    if (isPending) return t('plant.loading');
    if (isError) return t('plant.failed');
    if (plants.length === 0) return t('plant.none');
    return selected?.name ?? t('plant.select');
  };
  const close = ({ refocus }: { refocus: boolean }) => {
    setOpen(false);
    if (refocus) button.current?.focus();
  };

  return (
    <div className="relative">
      <button
        ref={button}
        type="button"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        disabled={!plants || plants.length === 0}
        onMouseDown={(event) => open && event.preventDefault()}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
        className="inline-flex h-8 max-w-64 items-center gap-2 rounded-md border border-line px-2.5 text-sm font-medium hover:bg-sunken disabled:opacity-60"
      >
        <Factory size={15} aria-hidden className="shrink-0 text-ink-muted" />
        <span className="truncate">{text()}</span>
        <ChevronsUpDown size={14} aria-hidden className="shrink-0 text-ink-faint" />
      </button>
      {open && plants && (
        <PlantList
          id={listId}
          plants={plants}
          selectedId={plantId}
          onClose={close}
          onChoose={(plant) => {
            select(plant.id);
            close({ refocus: true });
          }}
        />
      )}
    </div>
  );
}
