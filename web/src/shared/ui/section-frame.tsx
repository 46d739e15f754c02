// The frame of a feature with several parts: heading, the way between the parts, and the one that the address names.
import { cn } from '@/shared/lib/cn';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { NavLink, Outlet } from 'react-router';

interface SectionFrameProps {
  title: string;
  subtitle: string;
  nav?: ReactNode;
  /** Instead of what the address names, for a page without parts. */
  children?: ReactNode;
}

export const SectionFrame = ({ title, subtitle, nav, children }: SectionFrameProps) => (
  <div className="flex flex-col gap-2.5 p-2.5 lg:h-full print:block print:h-auto">
    <header className="flex flex-wrap items-center gap-x-6 gap-y-1.5">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="text-xl font-semibold">{title}</h1>
        <p className="text-ink-muted">{subtitle}</p>
      </div>
      <div className="flex-1" />
      {nav}
    </header>
    {children ?? <Outlet />}
  </div>
);

interface SectionLinkProps {
  to: string;
  icon: LucideIcon;
  text: string;
}

/** The way to one of the parts. */
export const SectionLink = ({ to, icon: Icon, text }: SectionLinkProps) => (
  <li>
    <NavLink
      to={to}
      className={({ isActive }) =>
        cn(
          'flex h-8 items-center gap-1.5 rounded-md px-2.5 text-sm font-medium',
          isActive ? 'bg-accent-soft text-accent-strong' : 'text-ink-muted hover:bg-sunken hover:text-ink',
        )
      }
    >
      <Icon size={15} aria-hidden />
      {text}
    </NavLink>
  </li>
);
