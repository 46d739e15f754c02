// What a supervisor may do to a stored sample. The button is in the sample's row, the dialog is not: rows move on while
// samples arrive, and what somebody is typing must not go with them.
import type { Characteristic, Sample } from '@/shared/api/types';
import { IconButton } from '@/shared/ui/button';
import { Menu, MenuItem, MenuSeparator } from '@/shared/ui/menu';
import { CircleSlash, Ellipsis, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { DeleteDialog } from './delete-dialog';
import { EditDialog } from './edit-dialog';
import { ExcludeDialog } from './exclude-dialog';

export interface SampleAction {
  kind: 'edit' | 'exclude' | 'delete';
  /** As it was when the action was chosen. */
  sample: Sample;
}

const ICON = { size: 15, 'aria-hidden': true };

interface SampleMenuProps {
  sample: Sample;
  onAction: (action: SampleAction) => void;
}

export function SampleMenu({ sample, onAction }: SampleMenuProps) {
  const { t } = useTranslation('dataEntry');
  return (
    <Menu
      trigger={
        <IconButton label={t('actions.menu', { name: sample.display_key })} className="size-7">
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => onAction({ kind: 'edit', sample })}>
        <Pencil {...ICON} />
        {t('actions.edit')}
      </MenuItem>
      <MenuItem onSelect={() => onAction({ kind: 'exclude', sample })}>
        {sample.is_excluded ? <RotateCcw {...ICON} /> : <CircleSlash {...ICON} />}
        {t(sample.is_excluded ? 'actions.include' : 'actions.exclude')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem className="text-alarm" onSelect={() => onAction({ kind: 'delete', sample })}>
        <Trash2 {...ICON} />
        {t('actions.delete')}
      </MenuItem>
    </Menu>
  );
}

const dialogs = { edit: EditDialog, exclude: ExcludeDialog, delete: DeleteDialog };

interface SampleActionDialogProps {
  action: SampleAction | null;
  characteristic: Characteristic;
  onClose: () => void;
}

export function SampleActionDialog({ action, characteristic, onClose }: SampleActionDialogProps) {
  if (!action) return null;
  const Dialog = dialogs[action.kind];
  return <Dialog sample={action.sample} characteristic={characteristic} onClose={onClose} />;
}
