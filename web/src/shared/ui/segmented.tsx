// One choice out of a few, side by side: a radio group with arrow keys.
import { cn } from '@/shared/lib/cn';
import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';

export interface SegmentedOption<V extends string> {
  value: V;
  label: ReactNode;
  /** Accessible name and tooltip when the label is an icon. */
  title?: string;
}

interface SegmentedProps<V extends string> {
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: readonly SegmentedOption<V>[];
  className?: string;
  stretch?: boolean;
}

export function Segmented<V extends string>({
  label,
  value,
  onChange,
  options,
  className,
  stretch,
}: SegmentedProps<V>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as V)}
      orientation="horizontal"
      className={cn('inline-flex h-8 items-center rounded-md border border-line bg-sunken p-0.5', className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          title={option.title}
          aria-label={option.title}
          className={cn(
            'inline-flex h-full items-center justify-center gap-1.5 rounded px-2 text-sm font-medium whitespace-nowrap text-ink-muted',
            'hover:text-ink data-[state=checked]:bg-surface data-[state=checked]:text-ink data-[state=checked]:shadow-sm dark:data-[state=checked]:bg-line',
            stretch && 'flex-1 px-1',
          )}
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
