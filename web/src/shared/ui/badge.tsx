import { cn } from '@/shared/lib/cn';
import type { ComponentProps } from 'react';

export type Tone = 'alarm' | 'caution' | 'ok' | 'info' | 'neutral';

const tones: Record<Tone, string> = {
  alarm: 'bg-alarm-soft text-alarm',
  caution: 'bg-caution-soft text-caution',
  ok: 'bg-ok-soft text-ok',
  info: 'bg-info-soft text-info',
  neutral: 'bg-sunken text-ink-muted',
};

export function Badge({ tone = 'neutral', className, ...rest }: ComponentProps<'span'> & { tone?: Tone }) {
  return (
    <span
      className={cn(
        'inline-flex h-[1.125rem] items-center rounded px-1.5 text-xs leading-none font-semibold whitespace-nowrap tabular',
        tones[tone],
        className,
      )}
      {...rest}
    />
  );
}
