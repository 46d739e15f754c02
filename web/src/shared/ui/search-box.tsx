import { cn } from '@/shared/lib/cn';
import { useShortcut } from '@/shared/lib/shortcuts';
import { controlClass } from '@/shared/ui/field';
import { Search } from 'lucide-react';
import { useRef } from 'react';

interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  className?: string;
}

/** Narrows the list beside it; "/" leads here. */
export function SearchBox({ label, value, onChange, className }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcut({ keys: '/', description: label, scope: 'page' }, () => input.current?.focus());
  return (
    <div className={cn('relative', className)}>
      <Search size={14} aria-hidden className="absolute top-2 left-2 text-ink-faint" />
      <input
        ref={input}
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-label={label}
        placeholder={label}
        className={cn(controlClass, 'pl-7')}
      />
    </div>
  );
}
