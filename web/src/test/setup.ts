import '@testing-library/jest-dom/vitest';
import { LATER_TEXTS, loadTexts } from '@/shared/i18n';
import { configure } from '@testing-library/react';

// A busy machine is no failure.
configure({ asyncUtilTimeout: 5_000 });

// A component is tested without the route that loads its texts.
await loadTexts(LATER_TEXTS);

// jsdom has no layout; these are what layout-aware components ask for.
class NoResizeObserver {
  observe = (): void => undefined;
  unobserve = (): void => undefined;
  disconnect = (): void => undefined;
}

Object.assign(window, {
  ResizeObserver: NoResizeObserver,
  matchMedia: (media: string) => ({
    matches: false,
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
});
afterEach(() => sessionStorage.clear());

Object.assign(Element.prototype, { scrollIntoView: () => undefined, hasPointerCapture: () => false });
