// A value for a node of a machine: typed first, and sent once it was confirmed with machine, node and value by name.
import type { ScalarValue } from '@/shared/api/queries/opcua-writing';
import { EntityForm } from '@/shared/forms/entity-form';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ValueField } from '../value-field';
import { ConfirmStep } from './confirm-step';
import { useTypedValue } from './use-typed-value';

interface TypedValueDialogProps<Body> {
  title: string;
  description: string | undefined;
  server: { id: number; name: string };
  nodeId: string;
  /** Of what is to be confirmed. */
  sentence: string;
  confirm: string;
  /** Looks at the other fields as well. */
  onCheck?: () => void;
  /** The request; null while another field lacks something. */
  bodyOf: (value: ScalarValue) => Body | null;
  call: {
    mutateAsync: (body: Body) => Promise<unknown>;
    error: unknown;
    isPending: boolean;
    reset: () => void;
  };
  done: (value: ScalarValue) => string;
  onClose: () => void;
  className?: string;
  /** Above the value. */
  children: ReactNode;
}

export function TypedValueDialog<Body>(props: TypedValueDialogProps<Body>) {
  const { title, description, server, nodeId, bodyOf, call, done, onClose, className, children } = props;
  const { t } = useTranslation(['connectivity', 'common']);
  const { field, read } = useTypedValue(server.id, nodeId);
  const [checked, setChecked] = useState<{ value: ScalarValue; body: Body } | null>(null);
  const check = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    props.onCheck?.();
    const outcome = read();
    const body = outcome && bodyOf(outcome.value);
    setChecked(body && { value: outcome.value, body });
    return Promise.resolve();
  };
  const send = async (value: ScalarValue, body: Body): Promise<void> => {
    try {
      await call.mutateAsync(body);
      toast.success(done(value));
      onClose();
    } catch {
      // Shown above the buttons.
    }
  };
  const back = () => {
    call.reset();
    setChecked(null);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={checked ? t('writing.confirmTitle') : title}
      description={checked ? undefined : description}
    >
      {checked ? (
        <ConfirmStep
          sentence={props.sentence}
          machine={server.name}
          nodeId={nodeId}
          value={checked.value}
          confirm={props.confirm}
          error={call.error}
          isPending={call.isPending}
          onBack={back}
          onConfirm={() => void send(checked.value, checked.body)}
        />
      ) : (
        <EntityForm form={{ save: check }} className={className}>
          {children}
          <ValueField {...field} />
          <DialogActions>
            <Button onClick={onClose}>{t('common:cancel')}</Button>
            <Button type="submit" variant="primary">
              {t('writing.next')}
            </Button>
          </DialogActions>
        </EntityForm>
      )}
    </Dialog>
  );
}
