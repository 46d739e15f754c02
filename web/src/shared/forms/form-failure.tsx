import { useErrorText } from '@/shared/api/use-error-text';
import { cn } from '@/shared/lib/cn';

interface FormFailureProps {
  failure: unknown;
  /** In other words than those of every form. */
  text?: (failure: unknown) => string;
  className?: string;
}

/** What was refused and belongs to no field of the form. Nothing while nothing was. */
export function FormFailure({ failure, text, className }: FormFailureProps) {
  const errorText = useErrorText();
  if (failure === null) return null;
  return (
    <p role="alert" className={cn('rounded-md bg-alarm-soft px-3 py-2 text-alarm', className)}>
      {(text ?? errorText)(failure)}
    </p>
  );
}
