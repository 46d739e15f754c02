import type { ReactNode } from 'react';

/** Names and values on one line, set apart by rules. A line that begins anew begins without one: it is clipped away. */
export function Facts({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <div className="min-w-0 overflow-x-clip">
      <dl aria-label={label} className="-ml-3 flex flex-wrap items-baseline gap-y-1">
        {children}
      </dl>
    </div>
  );
}

export function Fact({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div title={hint} className="-ml-px flex items-baseline gap-1.5 border-l border-line px-3">
      <dt className="text-xs text-ink-muted">{name}</dt>
      {children}
    </div>
  );
}
