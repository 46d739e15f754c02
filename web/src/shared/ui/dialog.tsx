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
}

export function Dialog({ open, onOpenChange, title, description, children, className }: DialogProps) {
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
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          onOpenAutoFocus={rememberOpener}
          onCloseAutoFocus={returnFocus}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[90vh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line bg-raised shadow-float',
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
