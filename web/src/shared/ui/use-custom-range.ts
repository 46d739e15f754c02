import type { ChartWindow } from '@/shared/api/chart-window';
import { parseTimeText, timeText } from '@/shared/lib/time-text';
import { useState } from 'react';

const DAY_MS = 86_400_000;

/** Two times that are typed, at first those of the window or the last day, and the range between them. */
export function useCustomRange(window: ChartWindow | null) {
  const between = window?.kind === 'between' ? window : null;
  const [from, setFrom] = useState(() =>
    timeText(between ? new Date(between.from) : new Date(Date.now() - DAY_MS)),
  );
  const [to, setTo] = useState(() => timeText(between ? new Date(between.to) : new Date()));
  const start = parseTimeText(from);
  const end = parseTimeText(to);
  const isReversed = start !== null && end !== null && start.getTime() >= end.getTime();
  const range: ChartWindow | null =
    start === null || end === null || isReversed
      ? null
      : { kind: 'between', from: start.toISOString(), to: end.toISOString() };
  return { from, setFrom, to, setTo, isReversed, range };
}
