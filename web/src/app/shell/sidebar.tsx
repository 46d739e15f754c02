import { useCan } from '@/shared/auth/roles';
import { cn } from '@/shared/lib/cn';
import { useMediaQuery } from '@/shared/lib/use-media-query';
import {
  BellRing,
  Cable,
  ChartSpline,
  ChevronsLeft,
  ChevronsRight,
  ClipboardPen,
  TriangleAlert,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { usePlantViolationStats } from './use-plant-violation-stats';

interface SidebarState {
  collapsed: boolean;
  toggle: () => void;
}

export const useSidebar = create<SidebarState>()(
  persist(
    (set) => ({ collapsed: false, toggle: () => set(({ collapsed }) => ({ collapsed: !collapsed })) }),
    {
      name: 'openspc.sidebar',
    },
  ),
);

const links = [
  { to: '/dashboard', label: 'nav.dashboard', icon: ChartSpline },
  { to: '/data-entry', label: 'nav.dataEntry', icon: ClipboardPen },
  { to: '/violations', label: 'nav.violations', icon: TriangleAlert },
] as const;

/** What is set up, apart from the daily work; for those who may. */
const setupLinks = [
  { to: '/connectivity', label: 'nav.connectivity', icon: Cable },
  { to: '/notifications', label: 'nav.notifications', icon: BellRing },
] as const;

function PendingBadge({ count, collapsed }: { count: number; collapsed: boolean }) {
  const { t } = useTranslation('shell');
  const most = collapsed ? 99 : 999;
  return (
    <span
      aria-label={t('nav.pending', { count })}
      className={cn(
        'rounded-full bg-alarm px-1.5 text-xs leading-[1.125rem] font-semibold text-white tabular dark:text-black',
        collapsed && 'absolute -top-2.5 -right-3.5 px-1 leading-4',
      )}
    >
      {count > most ? `${most}+` : count}
    </span>
  );
}

export function Sidebar() {
  const { t } = useTranslation('shell');
  const { collapsed: chosen, toggle } = useSidebar();
  const isNarrow = useMediaQuery('(max-width: 48rem)');
  const collapsed = chosen || isNarrow;
  const { data: stats } = usePlantViolationStats();
  const pending = stats?.unacknowledged ?? 0;
  const canSetUp = useCan('engineer');
  const toggleLabel = t(collapsed ? 'expandSidebar' : 'collapseSidebar');
  const ToggleIcon = collapsed ? ChevronsRight : ChevronsLeft;

  return (
    <nav
      aria-label={t('mainNavigation')}
      className={cn(
        'flex shrink-0 flex-col border-r border-line bg-surface p-2 print:hidden',
        collapsed ? 'w-[3.75rem]' : 'w-48',
      )}
    >
      <ul className="flex flex-1 flex-col gap-0.5">
        {[...links, ...(canSetUp ? setupLinks : [])].map(({ to, label, icon: Icon }) => (
          <li key={to} className={cn(to === '/connectivity' && 'mt-1.5 border-t border-line pt-2')}>
            <NavLink
              to={to}
              title={collapsed ? t(label) : undefined}
              className={({ isActive }) =>
                cn(
                  'flex h-9 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium',
                  collapsed && 'justify-center',
                  isActive ? 'bg-accent text-accent-ink' : 'text-ink-muted hover:bg-sunken hover:text-ink',
                )
              }
            >
              <span className="relative">
                <Icon size={18} aria-hidden />
                {collapsed && to === '/violations' && pending > 0 && (
                  <PendingBadge count={pending} collapsed />
                )}
              </span>
              <span className={cn('flex-1', collapsed && 'sr-only')}>{t(label)}</span>
              {!collapsed && to === '/violations' && pending > 0 && (
                <PendingBadge count={pending} collapsed={false} />
              )}
            </NavLink>
          </li>
        ))}
      </ul>
      <button
        type="button"
        title={toggleLabel}
        aria-label={toggleLabel}
        onClick={toggle}
        className={cn(
          'flex h-8 items-center rounded-md px-2.5 text-ink-faint hover:bg-sunken hover:text-ink',
          collapsed && 'justify-center',
          isNarrow && 'hidden',
        )}
      >
        <ToggleIcon size={17} aria-hidden />
      </button>
    </nav>
  );
}
