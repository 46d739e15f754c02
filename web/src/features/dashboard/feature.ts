import type { Feature } from '@/shared/routing/feature';
import { ChartSpline } from 'lucide-react';

export const dashboard: Feature = {
  texts: ['dashboard', 'connectivity'],
  navigation: {
    to: '/dashboard',
    label: 'nav.dashboard',
    icon: ChartSpline,
    group: 'work',
    keys: 'g d',
    shortcut: 'shortcuts.goDashboard',
  },
  pages: [{ path: 'dashboard', load: () => import('./page') }],
};
