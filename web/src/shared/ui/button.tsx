import { cn } from '@/shared/lib/cn';
import type { ComponentProps, ReactNode } from 'react';

type Variant = 'primary' | 'secondary' | 'quiet' | 'danger';

const variants: Record<Variant, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong border-transparent',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-ink-muted border-transparent hover:bg-sunken hover:text-ink',
  danger: 'bg-surface text-alarm border-alarm/50 hover:bg-alarm-soft',
};

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: Variant;
  icon?: ReactNode;
  busy?: boolean;
  /** Makes it a toggle. */
  pressed?: boolean;
}

export function Button({
  variant = 'secondary',
  icon,
  busy,
  pressed,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      disabled={disabled ?? busy}
      aria-busy={busy}
      aria-pressed={pressed}
      className={cn(
        'inline-flex h-8 items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap transition-colors',
        'disabled:cursor-not-allowed disabled:opacity-55',
        pressed ? 'border-accent/50 bg-accent-soft text-accent-strong' : variants[variant],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'title' | 'children'> {
  /** Accessible name; also shown as the native tooltip. */
  label: string;
  children: ReactNode;
  pressed?: boolean;
}

export function IconButton({ label, pressed, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      className={cn(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-md border border-transparent transition-colors',
        pressed ? 'bg-accent-soft text-accent-strong' : 'text-ink-muted hover:bg-sunken hover:text-ink',
        'disabled:cursor-not-allowed disabled:opacity-50',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}
