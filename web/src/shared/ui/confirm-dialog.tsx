import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button';
import { Dialog, DialogActions } from './dialog';

interface ConfirmDialogProps {
  title: string;
  description?: string;
  confirmLabel: string;
  isHarmless?: boolean;
  /** Tells by itself what came of it. */
  run: () => Promise<void>;
  onClose: () => void;
  /** What follows from it. */
  children: ReactNode;
}

/** Asks once before something is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, confirmLabel, isHarmless = false, run, onClose, children } = props;
  const { t } = useTranslation();
  const [isRunning, setIsRunning] = useState(false);
  const confirm = async (): Promise<void> => {
    setIsRunning(true);
    await run();
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
