// The keys of the list, registered while it is shown.
import { useShortcut } from '@/shared/lib/shortcuts';
import { useTranslation } from 'react-i18next';

interface MoveShortcutsProps {
  onMove: (by: number) => void;
  onOpen: () => void;
}

const scope = 'page';

export function MoveShortcuts({ onMove, onOpen }: MoveShortcutsProps) {
  const { t } = useTranslation('violations');
  const next = { description: t('shortcuts.next'), scope } as const;
  const previous = { description: t('shortcuts.previous'), scope } as const;
  useShortcut({ keys: 'j', ...next }, () => onMove(1));
  useShortcut({ keys: 'ArrowDown', ...next }, () => onMove(1));
  useShortcut({ keys: 'k', ...previous }, () => onMove(-1));
  useShortcut({ keys: 'ArrowUp', ...previous }, () => onMove(-1));
  useShortcut({ keys: 'Enter', description: t('shortcuts.open'), scope }, onOpen);
  return null;
}

interface AcknowledgeShortcutsProps {
  onSelect: () => void;
  onAcknowledge: () => void;
  onClear: () => void;
}

export function AcknowledgeShortcuts({ onSelect, onAcknowledge, onClear }: AcknowledgeShortcutsProps) {
  const { t } = useTranslation('violations');
  useShortcut({ keys: 'Space', description: t('shortcuts.select'), scope }, onSelect);
  useShortcut({ keys: 'a', description: t('shortcuts.acknowledge'), scope }, onAcknowledge);
  useShortcut({ keys: 'Escape', description: t('shortcuts.clear'), scope }, onClear);
  return null;
}
