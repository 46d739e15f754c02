import type { Feature } from '@/shared/routing/feature';
import { Users } from 'lucide-react';

export const people: Feature = {
  needs: 'admin',
  texts: ['people'],
  navigation: {
    to: '/admin/users',
    label: 'nav.users',
    icon: Users,
    group: 'administration',
    keys: 'g u',
    shortcut: 'shortcuts.goUsers',
  },
  frame: { path: 'admin', load: () => import('./page'), start: '/admin/users' },
  pages: [
    { path: 'users', load: () => import('./users/page') },
    { path: 'users/new', load: () => import('./user/page') },
    { path: 'users/:id', load: () => import('./user/page') },
  ],
  moved: { users: '/admin/users' },
};

/** Everybody's own account; the menu of the person leads there. */
export const profile: Feature = {
  texts: ['people'],
  pages: [{ path: 'profile', load: () => import('./profile/page') }],
};
