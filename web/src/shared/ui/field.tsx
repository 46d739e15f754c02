// Form controls with their label, hint and error tied together for assistive technology.
import { cn } from '@/shared/lib/cn';
import { type ComponentProps, type ReactNode, useId } from 'react';

const control =
  'bg-surface text-ink border-line-strong placeholder:text-ink-faint h-8 w-full rounded-md border px-2.5 text-sm aria-invalid:border-alarm disabled:opacity-60';

interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** Odd, but allowed. */
  caution?: string | undefined;
  error?: string | undefined;
  required?: boolean | undefined;
  className?: string;
  children: (ids: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean | undefined;
  }) => ReactNode;
  controlId?: string | undefined;
}

export function Field({ label, hint, caution, error, required, className, children, controlId }: FieldProps) {
  const generated = useId();
  const id = controlId ?? generated;
  const note = error ?? caution ?? hint;
  return (
    <div className={cn('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
        {required && (
          <span aria-hidden className="text-alarm">
            {' *'}
          </span>
        )}
      </label>
      {children({
        id,
        'aria-describedby': note ? `${id}-note` : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {note && (
        <p
          id={`${id}-note`}
          role={error ? 'alert' : undefined}
          className={cn('text-xs', error ? 'text-alarm' : caution ? 'text-caution' : 'text-ink-muted')}
        >
          {note}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Omit<ComponentProps<'input'>, 'children'> & Omit<FieldProps, 'children' | 'controlId'>;

export function TextField({ label, hint, error, required, className, id, ...input }: TextFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      required={required}
      className={className ?? ''}
      controlId={id}
    >
      {(ids) => <input className={control} required={required} {...ids} {...input} />}
    </Field>
  );
}

type SelectFieldProps = Omit<ComponentProps<'select'>, 'children'> &
  Omit<FieldProps, 'controlId' | 'children'> & { children: ReactNode };

export function SelectField({
  label,
  hint,
  error,
  required,
  className,
  id,
  children,
  ...select
}: SelectFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      required={required}
      className={className ?? ''}
      controlId={id}
    >
      {(ids) => (
        <select className={control} required={required} {...ids} {...select}>
          {children}
        </select>
      )}
    </Field>
  );
}

type TextAreaFieldProps = Omit<ComponentProps<'textarea'>, 'children'> &
  Omit<FieldProps, 'controlId' | 'children'>;

export function TextAreaField({ label, hint, error, required, className, id, ...area }: TextAreaFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      required={required}
      className={className ?? ''}
      controlId={id}
    >
      {(ids) => <textarea className={cn(control, 'h-20 py-1.5')} required={required} {...ids} {...area} />}
    </Field>
  );
}

export function Checkbox({ label, className, ...input }: ComponentProps<'input'> & { label: string }) {
  return (
    <label className={cn('inline-flex items-center gap-2 text-sm text-ink', className)}>
      <input type="checkbox" className="size-4 accent-accent" {...input} />
      {label}
    </label>
  );
}

export const controlClass = control;
