import type { Feature } from '@/shared/routing/feature';
import { Cable } from 'lucide-react';

export const connectivity: Feature = {
  needs: 'engineer',
  texts: ['connectivity'],
  navigation: {
    to: '/connectivity',
    label: 'nav.connectivity',
    icon: Cable,
    group: 'setup',
    keys: 'g c',
    shortcut: 'shortcuts.goConnectivity',
  },
  frame: { path: 'connectivity', load: () => import('./page'), start: '/connectivity/monitor' },
  pages: [
    { path: 'monitor', load: () => import('./monitor/page') },
    { path: 'servers', load: () => import('./servers/page') },
    { path: 'servers/new', load: () => import('./servers/add-page') },
    { path: 'servers/certificates', load: () => import('./certificates/page') },
    { path: 'servers/new/opcua', load: () => import('./opcua/page') },
    { path: 'servers/opcua/:id', load: () => import('./opcua/page') },
    { path: 'servers/new/mqtt', load: () => import('./broker/page') },
    { path: 'servers/mqtt/:id', load: () => import('./broker/page') },
    { path: 'browse', load: () => import('./browse/page') },
    { path: 'mapping', load: () => import('./mapping/page') },
  ],
};
