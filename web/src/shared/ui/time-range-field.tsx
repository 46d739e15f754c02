// A time range as one select box; "Custom range…" adds two fields and applies them together. Null means all time.
import type { ChartWindow } from '@/shared/api/chart-window';
import { parseWindow, writeWindow } from '@/shared/api/chart-window-text';
import { cn } from '@/shared/lib/cn';
import { localInput } from '@/shared/lib/local-input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button';
import { SelectField, TextField } from './field';
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
const DAY_MS = 86_400_000;

interface CustomProps {
  value: ChartWindow | null;
  onApply: (value: ChartWindow) => void;
}

function CustomRange({ value, onApply }: CustomProps) {
  const { t } = useTranslation();
  const between = value?.kind === 'between' ? value : null;
  const [from, setFrom] = useState(() =>
    localInput(between ? new Date(between.from) : new Date(Date.now() - DAY_MS)),
  );
  const [to, setTo] = useState(() => localInput(between ? new Date(between.to) : new Date()));
  const start = new Date(from);
  const end = new Date(to);
  const isValid = start.getTime() < end.getTime();
  return (
    <form
      className="flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid) onApply({ kind: 'between', from: start.toISOString(), to: end.toISOString() });
      }}
    >
      <TextField
        label={t('timeRange.from')}
        type="datetime-local"
        value={from}
        onChange={(event) => setFrom(event.target.value)}
        className="w-48"
      />
      <TextField
        label={t('timeRange.to')}
        type="datetime-local"
        value={to}
        error={isValid ? undefined : t('timeRange.order')}
        onChange={(event) => setTo(event.target.value)}
        className="w-48"
      />
      <Button type="submit" disabled={!isValid} className="mt-[1.375rem]">
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
    if (text !== 'custom') onChange(parseWindow(text));
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
