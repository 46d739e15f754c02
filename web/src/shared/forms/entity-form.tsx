import { type ComponentProps, type SubmitEvent } from 'react';

interface EntityFormProps extends Omit<ComponentProps<'form'>, 'onSubmit' | 'noValidate'> {
  form: { save: (event: SubmitEvent) => Promise<void> };
}

/** The element of a form. When something is wrong, the focus goes to the first field that is. */
export function EntityForm({ form, ...attributes }: EntityFormProps) {
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    const element = event.currentTarget;
    await form.save(event);
    // After the problems have been drawn.
    requestAnimationFrame(() => element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return <form noValidate onSubmit={(event) => void submit(event)} {...attributes} />;
}
