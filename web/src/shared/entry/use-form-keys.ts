// How the keyboard and a gauge that types drive a form of samples: Enter submits, and the focus is where the next reading
// belongs before the next key arrives.
import { type KeyboardEvent, type SubmitEvent, useRef } from 'react';
import { flushSync } from 'react-dom';
import { goTo } from './entry-grid';
import type { SampleForm } from './use-sample-form';

export function useFormKeys(form: SampleForm) {
  const first = useRef<HTMLInputElement>(null);
  const element = useRef<HTMLFormElement>(null);

  const send = (): void => {
    // What is wrong is marked before the focus looks for it.
    const isGood = flushSync(() => form.submit());
    // A result scrolls itself into view; the form must not scroll back.
    if (isGood) first.current?.focus({ preventScroll: true });
    else goTo(element.current?.querySelector<HTMLInputElement>('input[aria-invalid=true]') ?? undefined);
  };

  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    send();
  };

  /** Before the fields see it: Enter in an empty form answers an open question. */
  const onEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement) || event.repeat) return;
    if (!form.confirm()) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return { first, element, send, onSubmit, onEnter };
}
