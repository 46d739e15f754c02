import type { Feature } from '@/shared/routing/feature';
import { BellRing } from 'lucide-react';

export const notifications: Feature = {
  needs: 'engineer',
  texts: ['notifications'],
  navigation: {
    to: '/notifications',
    label: 'nav.notifications',
    icon: BellRing,
    group: 'setup',
    keys: 'g n',
    shortcut: 'shortcuts.goNotifications',
  },
  frame: { path: 'notifications', load: () => import('./page'), start: '/notifications/rules' },
  pages: [
    { path: 'rules', load: () => import('./rules/page') },
    { path: 'rules/new', load: () => import('./rule/page') },
    { path: 'rules/:id', load: () => import('./rule/page') },
    { path: 'channels', load: () => import('./channels/page') },
    { path: 'deliveries', load: () => import('./deliveries/page') },
  ],
  moved: { 'settings/notifications': '/notifications' },
};
