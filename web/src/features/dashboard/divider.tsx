// The bar between the two charts: dragged, or moved with the arrow keys.
import { type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useRemembered } from './use-dashboard';

export const MIN_RATIO = 0.3;
export const MAX_RATIO = 0.7;
const DEFAULT_RATIO = 0.6;
const STEP = 0.05;

const setRatio = (ratio: number): void => {
  useRemembered.setState({ ratio: Math.min(MAX_RATIO, Math.max(MIN_RATIO, ratio)) });
};

export function Divider({ container }: { container: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation('dashboard');
  const ratio = useRemembered((state) => state.ratio);

  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const box = container.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    setRatio((event.clientY - box.top) / box.height);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = {
      ArrowUp: ratio - STEP,
      ArrowDown: ratio + STEP,
      Home: MIN_RATIO,
      End: MAX_RATIO,
      Enter: DEFAULT_RATIO,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    setRatio(target);
  };

  return (
    // A separator that can be focused is a widget (WAI-ARIA window splitter); the lint rules do not know that.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('divider')}
      aria-valuenow={Math.round(ratio * 100)}
      aria-valuemin={MIN_RATIO * 100}
      aria-valuemax={MAX_RATIO * 100}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => setRatio(DEFAULT_RATIO)}
      onKeyDown={onKeyDown}
      className="group flex h-2.5 shrink-0 cursor-row-resize touch-none items-center justify-center print:invisible"
    >
      <span className="h-0.5 w-10 rounded-full bg-line-strong transition-colors group-hover:bg-accent" />
    </div>
  );
}
