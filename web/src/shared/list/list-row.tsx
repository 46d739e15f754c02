// One row of a list: a symbol, a name with what marks it, details below, and what can be done with it.
import { IconButton } from '@/shared/ui/button';
import { type LucideIcon, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

interface ListRowProps {
  icon: LucideIcon;
  name: ReactNode;
  badges?: ReactNode;
  details?: ReactNode;
  /** Between the details and the actions, in columns of their own. */
  state?: ReactNode;
  /** Nothing, for those who may do nothing. */
  actions?: ReactNode;
}

export function ListRow({ icon: Icon, name, badges, details, state, actions }: ListRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3 py-2 last:border-b-0 hover:bg-sunken">
      <Icon size={18} aria-hidden className="shrink-0 text-ink-faint" />
      <div className="min-w-56 flex-1">
        <div className="flex flex-wrap items-center gap-x-2">
          {name}
          {badges}
        </div>
        {details}
      </div>
      {state}
      {actions && <div className="flex items-center gap-1">{actions}</div>}
    </li>
  );
}

interface RowButtonProps {
  label: string;
  onClick: () => void;
}

export const EditButton = (props: RowButtonProps) => (
  <IconButton {...props} className="size-7!">
    <Pencil size={14} aria-hidden />
  </IconButton>
);

export const DeleteButton = ({ disabled = false, ...props }: RowButtonProps & { disabled?: boolean }) => (
  <IconButton {...props} disabled={disabled} className="size-7! hover:text-alarm!">
    <Trash2 size={14} aria-hidden />
  </IconButton>
);
