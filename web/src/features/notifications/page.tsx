// Notifications: who is told what, where to, and what became of it. Heading and navigation around the part that the
// address names.
import { cn } from '@/shared/lib/cn';
import { ListChecks, type LucideIcon, Send, Waypoints } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet } from 'react-router';

const sections: readonly { to: string; label: 'rules' | 'channels' | 'deliveries'; icon: LucideIcon }[] = [
  { to: '/notifications/rules', label: 'rules', icon: ListChecks },
  { to: '/notifications/channels', label: 'channels', icon: Waypoints },
  { to: '/notifications/deliveries', label: 'deliveries', icon: Send },
];

export function Component() {
  const { t } = useTranslation('notifications');
  return (
    <div className="flex flex-col gap-2.5 p-2.5 lg:h-full print:block print:h-auto">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-1.5">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h1 className="text-xl font-semibold">{t('title')}</h1>
          <p className="text-ink-muted">{t('subtitle')}</p>
        </div>
        <div className="flex-1" />
        <nav aria-label={t('nav.label')}>
          <ul className="flex gap-0.5">
            {sections.map(({ to, label, icon: Icon }) => (
              <li key={to}>
                <NavLink
                  to={to}
                  className={({ isActive }) =>
                    cn(
                      'flex h-8 items-center gap-1.5 rounded-md px-2.5 text-sm font-medium',
                      isActive
                        ? 'bg-accent-soft text-accent-strong'
                        : 'text-ink-muted hover:bg-sunken hover:text-ink',
                    )
                  }
                >
                  <Icon size={15} aria-hidden />
                  {t(`nav.${label}`)}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <Outlet />
    </div>
  );
}
