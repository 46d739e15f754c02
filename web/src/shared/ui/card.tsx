import { cn } from '@/shared/lib/cn';
import type { ComponentProps } from 'react';

export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return (
    <section className={cn('rounded-lg border border-line bg-surface shadow-card', className)} {...rest} />
  );
}
