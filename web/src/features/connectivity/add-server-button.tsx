import { cn } from '@/shared/lib/cn';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ADD_SERVER } from './links';

/** A link in the shape of a button: it leads to another address. */
export function AddServerButton({ className }: { className?: string }) {
  const { t } = useTranslation('connectivity');
  return (
    <Link
      to={ADD_SERVER}
      className={cn(
        'inline-flex h-8 items-center justify-center gap-1.5 rounded-md bg-accent px-3 text-sm font-medium whitespace-nowrap text-accent-ink transition-colors hover:bg-accent-strong',
        className,
      )}
    >
      <Plus size={15} aria-hidden />
      {t('servers.add')}
    </Link>
  );
}
