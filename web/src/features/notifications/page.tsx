// Notifications: who is told what, where to, and what became of it.
import { SectionFrame, SectionLink } from '@/shared/ui/section-frame';
import { ListChecks, type LucideIcon, Send, Waypoints } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const sections: readonly { label: 'rules' | 'channels' | 'deliveries'; icon: LucideIcon }[] = [
  { label: 'rules', icon: ListChecks },
  { label: 'channels', icon: Waypoints },
  { label: 'deliveries', icon: Send },
];

export function Component() {
  const { t } = useTranslation('notifications');
  const nav = (
    <nav aria-label={t('nav.label')}>
      <ul className="flex gap-0.5">
        {sections.map(({ label, icon }) => (
          <SectionLink key={label} to={`/notifications/${label}`} icon={icon} text={t(`nav.${label}`)} />
        ))}
      </ul>
    </nav>
  );
  return <SectionFrame title={t('title')} subtitle={t('subtitle')} nav={nav} />;
}
