import type { Feature } from '@/shared/routing/feature';
import { ClipboardPen } from 'lucide-react';

export const dataEntry: Feature = {
  navigation: {
    to: '/data-entry',
    label: 'nav.dataEntry',
    icon: ClipboardPen,
    group: 'work',
    keys: 'g e',
    shortcut: 'shortcuts.goDataEntry',
  },
  pages: [{ path: 'data-entry', load: () => import('./page') }],
};
