// The last step before a machine is touched: machine, node and value by name.
import { FormFailure } from '@/shared/forms/form-failure';
import type { ScalarValue } from '@/shared/api/queries/opcua-writing';
import { Button } from '@/shared/ui/button';
import { DialogActions } from '@/shared/ui/dialog';
import { TriangleAlert } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface ConfirmStepProps {
  /** What happens, in a sentence. */
  sentence: string;
  machine: string;
  nodeId: string;
  value: ScalarValue;
  confirm: string;
  error: unknown;
  isPending: boolean;
  onBack: () => void;
  onConfirm: () => void;
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0 font-semibold break-all">{children}</dd>
    </div>
  );
}

export function ConfirmStep(props: ConfirmStepProps) {
  const { t } = useTranslation(['connectivity', 'common']);
  // The second half of a double click on the button before, which stood at the same place, confirms nothing.
  const confirm = ({ detail }: MouseEvent) => {
    if (detail < 2) props.onConfirm();
  };
  return (
    <>
      <p className="flex items-start gap-2 rounded-md bg-caution-soft px-3 py-2 text-caution">
        <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
        {props.sentence}
      </p>
      <dl className="mt-3 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
        <Term name={t('writing.machine')}>{props.machine}</Term>
        <Term name={t('writing.node')}>
          <span className="font-mono">{props.nodeId}</span>
        </Term>
        <Term name={t('writing.value')}>
          <span className="font-mono">{JSON.stringify(props.value)}</span>
        </Term>
      </dl>
      <FormFailure failure={props.error} className="mt-3 break-words" />
      <DialogActions>
        <Button onClick={props.onBack}>{t('writing.back')}</Button>
        <Button variant="danger" busy={props.isPending} onClick={confirm}>
          {props.confirm}
        </Button>
      </DialogActions>
    </>
  );
}
