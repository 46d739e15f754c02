// Light, dark or as the system says. The choice is applied as class `dark` on <html>; public/theme.js does the same
// before the first paint and reads what is persisted here.
import { flushSync } from 'react-dom';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type ThemeChoice = 'light' | 'dark' | 'system';

interface ThemeState {
  choice: ThemeChoice;
  cycle: () => void;
}

const next: Record<ThemeChoice, ThemeChoice> = { light: 'dark', dark: 'system', system: 'light' };
const systemPrefersDark = window.matchMedia('(prefers-color-scheme: dark)');

export const useTheme = create<ThemeState>()(
  persist((set) => ({ choice: 'system', cycle: () => set(({ choice }) => ({ choice: next[choice] })) }), {
    name: 'openspc.theme',
  }),
);

/** What is painted now, for drawings that cannot use CSS variables, such as a canvas. */
export const useIsDark = create<{ dark: boolean }>(() => ({ dark: false }));

const paint = (dark: boolean): void => {
  document.documentElement.classList.toggle('dark', dark);
  useIsDark.setState({ dark });
};

const apply = (): void => {
  const { choice } = useTheme.getState();
  paint(choice === 'dark' || (choice === 'system' && systemPrefersDark.matches));
};

export function followTheme(): void {
  apply();
  useTheme.subscribe(apply);
  systemPrefersDark.addEventListener('change', apply);
  // Paper is white.
  window.addEventListener('beforeprint', () => flushSync(() => paint(false)));
  window.addEventListener('afterprint', apply);
}
