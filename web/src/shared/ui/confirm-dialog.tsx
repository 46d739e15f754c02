import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button';
import { Dialog, DialogActions } from './dialog';
import { useTold } from './use-told';

interface ConfirmDialogProps {
  title: string;
  description?: string;
  confirmLabel: string;
  isHarmless?: boolean;
  run: () => Promise<unknown>;
  /** What a toast says of it. */
  told: { done: string; failed: string };
  /** Also when it failed, because nobody will try it again as it is. */
  closesAnyway?: boolean;
  onClose: () => void;
  /** What follows from it. */
  children: ReactNode;
}

/** Asks once before something is done, and tells what came of it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, confirmLabel, isHarmless = false, run, told, onClose, children } = props;
  const { t } = useTranslation();
  const tell = useTold();
  const [isRunning, setIsRunning] = useState(false);
  const confirm = async (): Promise<void> => {
    setIsRunning(true);
    if ((await tell(run, told)) || props.closesAnyway) onClose();
    setIsRunning(false);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      {children}
      <DialogActions>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button variant={isHarmless ? 'primary' : 'danger'} busy={isRunning} onClick={() => void confirm()}>
          {confirmLabel}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
