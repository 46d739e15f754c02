import { Card } from '@/shared/ui/card';
import { type ReactNode, useId } from 'react';

interface FormSectionProps {
  title: string;
  hint?: string;
  children: ReactNode;
}

export function FormSection({ title, hint, children }: FormSectionProps) {
  const id = useId();
  return (
    <Card aria-labelledby={id} className="flex flex-col gap-3 p-3">
      <div>
        <h3 id={id} className="text-base font-semibold">
          {title}
        </h3>
        {hint && <p className="text-xs text-ink-muted">{hint}</p>}
      </div>
      {children}
    </Card>
  );
}
