// The dialogs that build up a plant, one of them open at a time. A plant without hierarchy leads over its first node to its
// first characteristic.
import type { Characteristic } from '@/shared/api/types';
import { CreateCharacteristicDialog } from './create-characteristic-dialog';
import { CreateNodeDialog } from './create-node-dialog';

export type CreateStep = 'characteristic' | 'node' | 'first-node' | null;

interface CreateDialogsProps {
  /** The node that one stands at, under which something new most likely belongs. */
  place: number | null;
  step: CreateStep;
  onStep: (step: CreateStep) => void;
  onCreated: (characteristic: Characteristic) => void;
}

export function CreateDialogs({ place, step, onStep, onCreated }: CreateDialogsProps) {
  const close = () => onStep(null);
  return (
    <>
      <CreateCharacteristicDialog
        place={place}
        open={step === 'characteristic'}
        onClose={close}
        onCreated={onCreated}
        onAddNode={() => onStep('first-node')}
      />
      <CreateNodeDialog
        place={place}
        open={step === 'node' || step === 'first-node'}
        onClose={close}
        onCreated={() => onStep(step === 'first-node' ? 'characteristic' : null)}
      />
    </>
  );
}
