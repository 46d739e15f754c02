// The four parts of the hub; each is an address of its own.
import { SectionLink } from '@/shared/ui/section-frame';
import { Activity, FolderTree, Link2, type LucideIcon, Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';

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
              <SectionLink
                key={section.to}
                to={section.to}
                icon={section.icon}
                text={t(`nav.${section.label}`)}
              />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
