// Short notices at the bottom right, where they cover no control. Successes leave by themselves soon; errors stay long enough to be read, and both can be
// dismissed. Call `toast.success(text)` from anywhere.
import { cn } from '@/shared/lib/cn';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { Button } from './button';
import { Toast as Radix } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';

type Kind = 'success' | 'error' | 'info';

/** What a toast offers to do, such as taking back what it reports. */
export interface ToastAction {
  label: string;
  /** For those who cannot reach the button in time. */
  hint: string;
  run: () => void;
}

interface Toast {
  id: number;
  kind: Kind;
  title: string;
  body?: string | undefined;
  action?: ToastAction | undefined;
}

const duration: Record<Kind, number> = { success: 4_000, info: 5_000, error: 15_000 };
/** Long enough to notice a slip. */
const ACTION_MS = 12_000;
const MAX_SHOWN = 5;

let nextId = 1;
const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));

const show = (kind: Kind) => (title: string, body?: string, action?: ToastAction) =>
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts, { id: nextId++, kind, title, body, action }].slice(-MAX_SHOWN),
  }));

const dismiss = (id: number) =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));

export const toast = { success: show('success'), error: show('error'), info: show('info') };

const icons = {
  success: <CircleCheck aria-hidden className="mt-px shrink-0 text-ok" size={17} />,
  error: <CircleAlert aria-hidden className="mt-px shrink-0 text-alarm" size={17} />,
  info: <Info aria-hidden className="mt-px shrink-0 text-info" size={17} />,
};

export function Toaster({ label }: { label: string }) {
  const { t } = useTranslation();
  const toasts = useToasts((state) => state.toasts);
  return (
    <Radix.Provider label={label} swipeDirection="right">
      {toasts.map(({ id, kind, title, body, action }) => (
        <Radix.Root
          key={id}
          duration={action ? ACTION_MS : duration[kind]}
          type={kind === 'error' ? 'foreground' : 'background'}
          onOpenChange={(open) => !open && dismiss(id)}
          className={cn(
            'flex items-start gap-2.5 rounded-lg border border-l-3 border-line bg-raised py-2.5 pr-2 pl-3 shadow-float',
            kind === 'error' && 'border-l-alarm',
            kind === 'success' && 'border-l-ok',
            kind === 'info' && 'border-l-info',
          )}
        >
          {icons[kind]}
          <div className="min-w-0 flex-1">
            <Radix.Title className="font-medium break-words">{title}</Radix.Title>
            {body && <Radix.Description className="break-words text-ink-muted">{body}</Radix.Description>}
          </div>
          {action && (
            <Radix.Action altText={action.hint} asChild>
              <Button className="h-7! shrink-0" onClick={action.run}>
                {action.label}
              </Button>
            </Radix.Action>
          )}
          <Radix.Close
            aria-label={t('dismiss')}
            className="inline-flex size-6 items-center justify-center rounded text-ink-faint hover:bg-sunken"
          >
            <X size={14} aria-hidden />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-3 bottom-11 z-60 flex w-[min(24rem,calc(100vw-1.5rem))] flex-col gap-2 outline-none print:hidden" />
    </Radix.Provider>
  );
}
