import type { Feature } from '@/shared/routing/feature';
import { TriangleAlert } from 'lucide-react';
import { PendingBadge } from './pending-badge';

export const violations: Feature = {
  texts: ['violations'],
  navigation: {
    to: '/violations',
    label: 'nav.violations',
    icon: TriangleAlert,
    group: 'work',
    keys: 'g v',
    shortcut: 'shortcuts.goViolations',
    Badge: PendingBadge,
  },
  pages: [{ path: 'violations', load: () => import('./page') }],
};
