// What the form of every mapping has, whatever the protocol: the characteristic, what would be replaced, the trial on live
// data, and why all of it was refused. The fields of the protocol come from outside.
import type { Source } from '@/shared/connectivity/source';
import { FormFailure } from '@/shared/forms/form-failure';
import { Button } from '@/shared/ui/button';
import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CharacteristicField } from './characteristic-field';
import { ReplacedNotice } from './replaced-notice';
import type { Trial } from './trial';
import { TrialResult } from './trial-result';

interface FrameForm {
  values: { characteristic_id: number | null };
  set: (change: { characteristic_id: number }) => void;
  problem: (field: 'characteristic_id') => string | undefined;
  failure: unknown;
  tryOut: () => Promise<void>;
  isTrying: boolean;
}

interface RuleFrameProps {
  form: FrameForm;
  trial: Trial | undefined;
  /** An own mapping of the characteristic is edited: nothing else is replaced. */
  isEdited: boolean;
  /** The characteristic cannot be changed. */
  isFixed: boolean;
  sources: readonly Source[];
  /** Which values come in. */
  source: ReactNode;
  /** When they become a sample. */
  trigger: ReactNode;
}

export function RuleFrame({ form, trial, isEdited, isFixed, sources, source, trigger }: RuleFrameProps) {
  const { t } = useTranslation('connectivity');
  const characteristicId = form.values.characteristic_id;
  return (
    <div className="@container">
      <div className="grid grid-cols-1 gap-x-5 gap-y-3 @3xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-3">
          <CharacteristicField
            value={characteristicId}
            onChange={(id) => form.set({ characteristic_id: id })}
            error={form.problem('characteristic_id')}
            disabled={isFixed}
          />
          {!isEdited && <ReplacedNotice characteristicId={characteristicId} sources={sources} />}
          {source}
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          {trigger}
          <div className="flex flex-col items-start gap-2">
            <Button
              icon={<FlaskConical size={15} aria-hidden />}
              busy={form.isTrying}
              onClick={() => void form.tryOut()}
            >
              {t(form.isTrying ? 'trial.running' : 'trial.run')}
            </Button>
            <div role="status" className="w-full">
              {trial && <TrialResult trial={trial} />}
            </div>
          </div>
        </div>
      </div>
      <FormFailure failure={form.failure} className="mt-3" />
    </div>
  );
}
