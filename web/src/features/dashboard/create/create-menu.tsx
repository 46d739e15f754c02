import { IconButton } from '@/shared/ui/button';
import { Menu, MenuItem } from '@/shared/ui/menu';
import { ChartSpline, FolderPlus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CreateStep } from './create-dialogs';

export function CreateMenu({ onStep }: { onStep: (step: CreateStep) => void }) {
  const { t } = useTranslation('dashboard');
  return (
    <Menu
      trigger={
        <IconButton label={t('create.addMenu')}>
          <Plus size={17} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => onStep('characteristic')}>
        <ChartSpline size={15} aria-hidden />
        {t('create.addCharacteristic')}
      </MenuItem>
      <MenuItem onSelect={() => onStep('node')}>
        <FolderPlus size={15} aria-hidden />
        {t('create.addNode')}
      </MenuItem>
    </Menu>
  );
}
