import type { Feature } from '@/shared/routing/feature';
import { ScrollText } from 'lucide-react';

export const audit: Feature = {
  needs: 'engineer',
  texts: ['audit'],
  navigation: {
    to: '/audit',
    label: 'nav.audit',
    icon: ScrollText,
    group: 'administration',
    keys: 'g a',
    shortcut: 'shortcuts.goAudit',
  },
  pages: [{ path: 'audit', load: () => import('./page') }],
};
