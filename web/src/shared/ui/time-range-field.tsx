// A time range as one select box; "Custom range…" adds two fields and applies them together. Null means all time.
import type { ChartWindow } from '@/shared/api/chart-window';
import { parseWindow, writeWindow } from '@/shared/api/chart-window-text';
import { cn } from '@/shared/lib/cn';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button';
import { DateTimeField } from './date-time-field';
import { SelectField } from './field';
import { useCustomRange } from './use-custom-range';
import { useWindowName } from './use-window-name';

interface TimeRangeFieldProps {
  value: ChartWindow | null;
  onChange: (value: ChartWindow | null) => void;
  counts?: readonly number[];
  allowAll?: boolean;
  className?: string;
}

const spans: readonly ChartWindow[] = [60, 480, 1440, 10_080, 43_200].map((minutes) => ({
  kind: 'recent',
  minutes,
}));

interface CustomProps {
  value: ChartWindow | null;
  onApply: (value: ChartWindow) => void;
}

function CustomRange({ value, onApply }: CustomProps) {
  const { t } = useTranslation();
  const { from, setFrom, to, setTo, isReversed, range } = useCustomRange(value);
  return (
    <form
      className="flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (range) onApply(range);
      }}
    >
      <DateTimeField label={t('timeRange.from')} value={from} onChange={setFrom} className="w-48" />
      <DateTimeField
        label={t('timeRange.to')}
        value={to}
        error={isReversed ? t('timeRange.order') : undefined}
        onChange={setTo}
        className="w-48"
      />
      <Button type="submit" disabled={!range} className="mt-[1.375rem]">
        {t('timeRange.apply')}
      </Button>
    </form>
  );
}

export function TimeRangeField({ value, onChange, counts = [], allowAll, className }: TimeRangeFieldProps) {
  const { t } = useTranslation();
  const nameOf = useWindowName();
  const [custom, setCustom] = useState(false);
  const isCustom = custom || value?.kind === 'between';
  const chosen = isCustom ? 'custom' : value ? writeWindow(value) : 'all';
  const isOther = value?.kind === 'recent' && !spans.some((span) => writeWindow(span) === writeWindow(value));
  const choose = (text: string): void => {
    setCustom(text === 'custom');
    if (text !== 'custom') onChange(text === 'all' ? null : parseWindow(text));
  };
  return (
    <div className={cn('flex flex-wrap items-start gap-2', className)}>
      <SelectField
        label={t('timeRange.label')}
        value={chosen}
        onChange={(event) => choose(event.target.value)}
        className="w-40"
      >
        {allowAll && <option value="all">{t('timeRange.all')}</option>}
        {counts.map((count) => (
          <option key={count} value={`last${count}`}>
            {t('timeRange.lastN', { count })}
          </option>
        ))}
        {[...spans, ...(isOther ? [value] : [])].map((span) => (
          <option key={writeWindow(span)} value={writeWindow(span)}>
            {nameOf(span)}
          </option>
        ))}
        <option value="custom">{t('timeRange.custom')}</option>
      </SelectField>
      {isCustom && (
        <CustomRange
          key={value?.kind === 'between' ? value.from + value.to : ''}
          value={value}
          onApply={onChange}
        />
      )}
    </div>
  );
}
