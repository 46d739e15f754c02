import '@testing-library/jest-dom/vitest';
import '@/shared/i18n';

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
