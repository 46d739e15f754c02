import type { Feature } from '@/shared/routing/feature';
import { KeyRound } from 'lucide-react';

export const apiKeys: Feature = {
  needs: 'engineer',
  texts: ['apiKeys'],
  navigation: {
    to: '/settings/api-keys',
    label: 'nav.apiKeys',
    icon: KeyRound,
    group: 'administration',
    keys: 'g k',
    shortcut: 'shortcuts.goApiKeys',
  },
  pages: [
    { path: 'settings/api-keys', load: () => import('./list/page') },
    { path: 'settings/api-keys/new', load: () => import('./create/page') },
  ],
};
