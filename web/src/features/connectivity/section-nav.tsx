// The four parts of the hub; each is an address of its own.
import { cn } from '@/shared/lib/cn';
import { Activity, FolderTree, Link2, type LucideIcon, Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

interface Section {
  to: string;
  label: 'monitor' | 'servers' | 'browse' | 'mapping';
  icon: LucideIcon;
}

const groups: readonly { label: 'operations' | 'configuration'; sections: readonly Section[] }[] = [
  {
    label: 'operations',
    sections: [
      { to: '/connectivity/monitor', label: 'monitor', icon: Activity },
      { to: '/connectivity/servers', label: 'servers', icon: Server },
    ],
  },
  {
    label: 'configuration',
    sections: [
      { to: '/connectivity/browse', label: 'browse', icon: FolderTree },
      { to: '/connectivity/mapping', label: 'mapping', icon: Link2 },
    ],
  },
];

const NavSection = ({ to, label, icon: Icon }: Section) => {
  const { t } = useTranslation('connectivity');
  return (
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
        {t(`nav.${label}`)}
      </NavLink>
    </li>
  );
};

export function SectionNav() {
  const { t } = useTranslation('connectivity');
  return (
    <nav aria-label={t('nav.label')} className="flex flex-wrap items-center gap-x-5 gap-y-1">
      {groups.map(({ label, sections }) => (
        <div key={label} className="flex items-center gap-2">
          <h2 id={`connectivity-${label}`} className="text-xs font-medium text-ink-faint max-sm:sr-only">
            {t(`nav.${label}`)}
          </h2>
          <ul aria-labelledby={`connectivity-${label}`} className="flex gap-0.5">
            {sections.map((section) => (
              <NavSection key={section.to} {...section} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
