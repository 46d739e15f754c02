import type { ChartWindow } from '@/shared/api/chart-window';
import { cn } from '@/shared/lib/cn';
import { Button } from '@/shared/ui/button';
import { DateTimeField } from '@/shared/ui/date-time-field';
import { Popover } from '@/shared/ui/popover';
import { useCustomRange } from '@/shared/ui/use-custom-range';
import { useWindowName } from '@/shared/ui/use-window-name';
import { ChevronDown, Clock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface RangePickerProps {
  window: ChartWindow;
  onChange: (window: ChartWindow) => void;
}

const counts = [50, 100, 200, 1000] as const;
const spans = [60, 480, 1440, 10_080, 43_200, 525_600] as const;

function CustomRange({
  window,
  onApply,
  onBack,
}: {
  window: ChartWindow;
  onApply: (w: ChartWindow) => void;
  onBack: () => void;
}) {
  const { t } = useTranslation(['dashboard', 'common']);
  const { from, setFrom, to, setTo, isReversed, range } = useCustomRange(window);
  return (
    <form
      className="flex w-64 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (range) onApply(range);
      }}
    >
      <DateTimeField label={t('common:timeRange.from')} value={from} onChange={setFrom} autoFocus />
      <DateTimeField
        label={t('common:timeRange.to')}
        value={to}
        onChange={setTo}
        error={isReversed ? t('common:timeRange.order') : undefined}
      />
      <div className="flex justify-between">
        <Button variant="quiet" onClick={onBack}>
          {t('common:back')}
        </Button>
        <Button type="submit" variant="primary" disabled={!range}>
          {t('common:apply')}
        </Button>
      </div>
    </form>
  );
}

export function RangePicker({ window, onChange }: RangePickerProps) {
  const { t } = useTranslation('dashboard');
  const [open, setOpen] = useState(false);
  const [custom, setCustom] = useState(false);
  const nameOf = useWindowName();
  const current = nameOf(window);
  const choose = (next: ChartWindow) => {
    setOpen(false);
    onChange(next);
  };
  const option = (choice: ChartWindow) => {
    const name = nameOf(choice);
    return (
      <button
        key={name}
        type="button"
        aria-pressed={name === current}
        onClick={() => choose(choice)}
        className={cn(
          'h-8 rounded-md px-2.5 text-left text-sm',
          name === current ? 'bg-accent-soft font-medium text-accent-strong' : 'hover:bg-sunken',
        )}
      >
        {name}
      </button>
    );
  };

  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setCustom(false);
      }}
      trigger={
        <Button icon={<Clock size={15} aria-hidden />} aria-label={`${t('toolbar.range')}: ${current}`}>
          {current}
          <ChevronDown size={14} aria-hidden className="text-ink-faint" />
        </Button>
      }
    >
      {custom ? (
        <CustomRange window={window} onApply={choose} onBack={() => setCustom(false)} />
      ) : (
        <div className="flex w-44 flex-col gap-0.5">
          <div className="px-2.5 text-xs font-semibold text-ink-muted">{t('toolbar.byPoints')}</div>
          {counts.map((count) => option({ kind: 'last', count }))}
          <div className="mt-2 px-2.5 text-xs font-semibold text-ink-muted">{t('toolbar.byTime')}</div>
          {spans.map((minutes) => option({ kind: 'recent', minutes }))}
          {option({ kind: 'all' })}
          <button
            type="button"
            onClick={() => setCustom(true)}
            className="h-8 rounded-md px-2.5 text-left text-sm hover:bg-sunken"
          >
            {t('toolbar.custom')}
          </button>
        </div>
      )}
    </Popover>
  );
}
