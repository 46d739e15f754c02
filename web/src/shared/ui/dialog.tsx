// A modal with focus trap, Esc and a labelled title, on Radix.
import { cn } from '@/shared/lib/cn';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Beside what it explains: at the left edge, on a narrow screen at the bottom. Else in the middle. */
  beside?: boolean;
}

const CENTER =
  'top-1/2 left-1/2 max-h-[90vh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-xl';
const BESIDE =
  'inset-x-2 bottom-2 max-h-[55vh] rounded-xl lg:inset-x-auto lg:top-2 lg:left-2 lg:max-h-none lg:w-[25rem]';

export function Dialog({ open, onOpenChange, title, description, children, className, beside }: DialogProps) {
  const { t } = useTranslation();
  const opener = useRef<Element | null>(null);
  const rememberOpener = ({ currentTarget }: Event) => {
    const focused = document.activeElement;
    if (currentTarget instanceof Element && !currentTarget.contains(focused)) opener.current = focused;
  };
  // Radix returns the focus to its own trigger only, and these dialogs are opened from anywhere.
  const returnFocus = (event: Event) => {
    event.preventDefault();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={cn('fixed inset-0 z-40', beside ? 'bg-black/10' : 'bg-black/40')} />
        <Radix.Content
          onOpenAutoFocus={rememberOpener}
          onCloseAutoFocus={returnFocus}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed z-50 flex flex-col border border-line bg-raised shadow-float',
            beside ? BESIDE : CENTER,
            className,
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1 pr-8">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-ink-muted">{description}</Radix.Description>
              )}
            </div>
          </header>
          <div className="scroll-thin overflow-y-auto px-5 pb-5">{children}</div>
          {/* Last in the order of focus, so that a dialog opens on its first field. */}
          <Radix.Close
            aria-label={t('close')}
            className="absolute top-3.5 right-4 inline-flex size-7 items-center justify-center rounded-md text-ink-muted hover:bg-sunken"
          >
            <X size={16} aria-hidden />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex justify-end gap-2">{children}</div>;
}
