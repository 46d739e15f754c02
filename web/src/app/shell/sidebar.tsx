import { navigationOf } from '@/app/features';
import { useRole } from '@/shared/auth/roles';
import { cn } from '@/shared/lib/cn';
import { useMediaQuery } from '@/shared/lib/use-media-query';
import type { NavigationEntry } from '@/shared/routing/feature';
import { ChevronsLeft, ChevronsRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

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

interface EntryProps {
  entry: NavigationEntry;
  collapsed: boolean;
  /** Set apart from what stands above. */
  startsGroup: boolean;
}

function Entry({ entry, collapsed, startsGroup }: EntryProps) {
  const { t } = useTranslation('shell');
  const { to, icon: Icon, Badge } = entry;
  const label = t(entry.label);
  return (
    <li className={cn(startsGroup && 'mt-1.5 border-t border-line pt-2')}>
      <NavLink
        to={to}
        title={collapsed ? label : undefined}
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
          {collapsed && Badge && <Badge collapsed />}
        </span>
        <span className={cn('flex-1', collapsed && 'sr-only')}>{label}</span>
        {!collapsed && Badge && <Badge collapsed={false} />}
      </NavLink>
    </li>
  );
}

export function Sidebar() {
  const { t } = useTranslation('shell');
  const { collapsed: chosen, toggle } = useSidebar();
  const isNarrow = useMediaQuery('(max-width: 48rem)');
  const collapsed = chosen || isNarrow;
  const entries = navigationOf(useRole());
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
        {entries.map((entry, index) => (
          <Entry
            key={entry.to}
            entry={entry}
            collapsed={collapsed}
            startsGroup={index > 0 && entries[index - 1]?.group !== entry.group}
          />
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
