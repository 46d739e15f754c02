// The frame around every signed-in page: header, navigation, content, status strip.
import { navigationOf } from '@/app/features';
import { StatusStrip } from '@/app/shell/status-strip';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useNavigate } from 'react-router';
import { StrayNotice } from '@/shared/address/stray-notice';
import { OutboxSender } from '@/shared/entry/outbox-sender';
import { useRole } from '@/shared/auth/roles';
import { useShortcut } from '@/shared/lib/shortcuts';
import type { NavigationEntry } from '@/shared/routing/feature';
import { useTheme } from '@/shared/theme/theme';
import { Header } from './header';
import { ShortcutHelp } from './shortcut-help';
import { Sidebar, useSidebar } from './sidebar';
import { useLiveSession } from './use-live-session';
import { useSelectedPlant } from './use-selected-plant';

function useShellShortcuts(openHelp: () => void): void {
  const { t } = useTranslation('shell');
  const toggleSidebar = useSidebar((state) => state.toggle);
  const cycleTheme = useTheme((state) => state.cycle);
  const scope = 'everywhere';
  useShortcut({ keys: '?', description: t('shortcuts.help'), scope }, openHelp);
  useShortcut({ keys: '[', description: t('shortcuts.toggleSidebar'), scope }, toggleSidebar);
  useShortcut({ keys: 'T', description: t('shortcuts.cycleTheme'), scope }, cycleTheme);
}

function GoShortcut({ to, keys, shortcut }: NavigationEntry) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  useShortcut({ keys, description: t(shortcut), scope: 'everywhere' }, () => void navigate(to));
  return null;
}

export function Shell() {
  const { t } = useTranslation('shell');
  const [helpOpen, setHelpOpen] = useState(false);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  useSelectedPlant();
  useLiveSession();
  useShellShortcuts(openHelp);
  const role = useRole();

  return (
    <div className="flex h-full flex-col print:block print:h-auto">
      <OutboxSender />
      {navigationOf(role).map((entry) => (
        <GoShortcut key={entry.to} {...entry} />
      ))}
      <a
        href="#content"
        className="fixed top-1 left-1 z-60 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-accent-ink focus:translate-y-0"
      >
        {t('skipToContent')}
      </a>
      <Header onHelp={openHelp} />
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <main
          id="content"
          tabIndex={-1}
          className="min-w-0 flex-1 overflow-auto outline-none print:overflow-visible"
        >
          <StrayNotice className="p-2.5 pb-0" />
          <Outlet />
        </main>
      </div>
      <StatusStrip />
      <ShortcutHelp open={helpOpen} onOpenChange={setHelpOpen} />
    </div>
  );
}
