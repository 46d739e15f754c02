// What a feature tells of itself, in its `feature.ts`: its pages, its entry in the navigation, who may see it, and which
// texts it reads. The application only collects these; the code of the pages is loaded when they are first visited.
import type { RoleName } from '@/shared/api/types';
import type { LaterTexts } from '@/shared/i18n';
import type { ParseKeys } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';

type Load = () => Promise<{ Component: ComponentType }>;

export interface Page {
  /** Below the frame of its feature, if that has one. Parameters as react-router writes them. */
  path: string;
  load: Load;
}

export interface NavigationEntry {
  to: string;
  label: ParseKeys<'shell'>;
  icon: LucideIcon;
  /** Daily work stands above what is set up now and then, and that above who may do it. */
  group: 'work' | 'setup' | 'administration';
  /** The keys that lead there, and what the list of shortcuts says of them. */
  keys: string;
  shortcut: ParseKeys<'shell'>;
  /** Something to know before going there, for example how much is waiting. */
  Badge?: ComponentType<{ collapsed: boolean }>;
}

export interface Feature {
  /** For whom; without it, for everybody who has signed in. */
  needs?: RoleName;
  texts?: readonly LaterTexts[];
  navigation?: NavigationEntry;
  /** Heading and navigation around all pages, and the page that opens first. */
  frame?: { path: string; load: Load; start: string };
  pages: readonly Page[];
  /** Addresses of old, and where they lead. */
  moved?: Readonly<Record<string, string>>;
  /** Pages for those who have not signed in yet, or have to choose a password first. */
  session?: 'anonymous' | 'must-change-password';
}
