import type { Characteristic } from '@/shared/api/types';
import { IconButton } from '@/shared/ui/button';
import { Menu, MenuItem } from '@/shared/ui/menu';
import { ChartSpline, FolderPlus, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CreateCharacteristicDialog } from './create-characteristic-dialog';
import { CreateNodeDialog } from './create-node-dialog';

type Open = 'characteristic' | 'node' | null;

export function CreateMenu({ onCreated }: { onCreated: (characteristic: Characteristic) => void }) {
  const { t } = useTranslation('dashboard');
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('create.addMenu')}>
            <Plus size={17} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setOpen('characteristic')}>
          <ChartSpline size={15} aria-hidden />
          {t('create.addCharacteristic')}
        </MenuItem>
        <MenuItem onSelect={() => setOpen('node')}>
          <FolderPlus size={15} aria-hidden />
          {t('create.addNode')}
        </MenuItem>
      </Menu>
      <CreateCharacteristicDialog
        open={open === 'characteristic'}
        onClose={close}
        onCreated={onCreated}
        onAddNode={() => setOpen('node')}
      />
      <CreateNodeDialog open={open === 'node'} onClose={close} />
    </>
  );
}
