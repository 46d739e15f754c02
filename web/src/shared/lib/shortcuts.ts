// Keyboard shortcuts. A component registers what it offers while it is mounted; the help dialog lists what is registered.
// Single keys and two-key sequences such as "g d"; names are those of KeyboardEvent.key, with "Space" for the space bar.
// Ignored while typing or inside a dialog, and can be switched off, as WCAG 2.1.4 asks.
import { useEffect, useEffectEvent } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export interface Shortcut {
  keys: string;
  description: string;
  scope: 'everywhere' | 'page';
}

interface Registered extends Shortcut {
  run: () => void;
}

const SEQUENCE_MS = 1_200;

export const useShortcutSettings = create<{ enabled: boolean; setEnabled: (enabled: boolean) => void }>()(
  persist((set) => ({ enabled: true, setEnabled: (enabled) => set({ enabled }) }), {
    name: 'openspc.shortcuts',
  }),
);

export const useShortcutList = create<{ shortcuts: Registered[] }>(() => ({ shortcuts: [] }));

/** Registers a shortcut for as long as the calling component is mounted. */
export function useShortcut(shortcut: Shortcut, run: () => void): void {
  const { keys, description, scope } = shortcut;
  const action = useEffectEvent(run);
  useEffect(() => {
    const entry: Registered = { keys, description, scope, run: () => action() };
    useShortcutList.setState(({ shortcuts }) => ({ shortcuts: [...shortcuts, entry] }));
    return () =>
      useShortcutList.setState(({ shortcuts }) => ({
        shortcuts: shortcuts.filter((item) => item !== entry),
      }));
  }, [keys, description, scope]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));

const isBusyElsewhere = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('[role=dialog], [role=menu], [role=listbox], [role=tree]') !== null;

/** Space and Enter belong to the control that has the focus. */
const isForControl = (key: string, target: EventTarget | null): boolean =>
  (key === 'Space' || key === 'Enter') &&
  target instanceof HTMLElement &&
  target.closest('a[href], button, input, select, summary') !== null;

/** Listens on the window; returns the function that stops it. Called once by the application. */
export function listenForShortcuts(target: Window): () => void {
  let prefix = '';
  let prefixAt = 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!useShortcutSettings.getState().enabled || isTyping(event.target) || isBusyElsewhere(event.target))
      return;
    const key = event.key === ' ' ? 'Space' : event.key;
    if (isForControl(key, event.target)) return;
    const { shortcuts } = useShortcutList.getState();
    const typed = Date.now() - prefixAt < SEQUENCE_MS && prefix ? `${prefix} ${key}` : key;
    // The one registered last wins, so that a page can override the shell.
    const match = shortcuts.findLast(({ keys }) => keys === typed);
    if (match) {
      event.preventDefault();
      prefix = '';
      match.run();
      return;
    }
    prefix = shortcuts.some(({ keys }) => keys.startsWith(`${key} `)) ? key : '';
    prefixAt = Date.now();
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}
