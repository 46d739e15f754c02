import type { Characteristic, Sample } from '@/shared/api/types';

/** What each of the dialogs about one sample gets; it is mounted while it is open. */
export interface ActionDialogProps {
  sample: Sample;
  characteristic: Characteristic;
  onClose: () => void;
}
