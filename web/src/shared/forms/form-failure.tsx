import { useErrorText } from '@/shared/api/use-error-text';
import { cn } from '@/shared/lib/cn';

/** What was refused and belongs to no field of the form. Nothing while nothing was. */
export function FormFailure({ failure, className }: { failure: unknown; className?: string }) {
  const errorText = useErrorText();
  if (failure === null) return null;
  return (
    <p role="alert" className={cn('rounded-md bg-alarm-soft px-3 py-2 text-alarm', className)}>
      {errorText(failure)}
    </p>
  );
}
