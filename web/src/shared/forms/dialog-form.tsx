import { Button } from '@/shared/ui/button';
import { DialogActions } from '@/shared/ui/dialog';
import type { ReactNode, SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityForm } from './entity-form';
import { FormFailure } from './form-failure';

interface DialogFormProps {
  form: { save: (event: SubmitEvent) => Promise<void>; failure: unknown; isSaving: boolean };
  saveLabel: string;
  onCancel: () => void;
  /** Of what was refused, in other words than those of every form. */
  failureText?: (failure: unknown) => string;
  className?: string;
  children: ReactNode;
}

/** A form inside a dialog: fields, what was refused, and the buttons. */
export function DialogForm(props: DialogFormProps) {
  const { form, saveLabel, onCancel, failureText, className, children } = props;
  const { t } = useTranslation();
  return (
    <EntityForm form={form} className={className ?? 'flex flex-col gap-3'}>
      {children}
      <FormFailure failure={form.failure} {...(failureText && { text: failureText })} />
      <DialogActions>
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={form.isSaving}>
          {saveLabel}
        </Button>
      </DialogActions>
    </EntityForm>
  );
}
