// An administrator lets a node be written.
import { useAllowWriting } from '@/shared/api/queries/opcua-writing';
import { ApiError } from '@/shared/api/errors';
import { refusalOf } from '@/shared/api/refusal';
import type { OpcuaServer } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { isNodeId } from '../node/node-form';

const FIELDS = ['node_id', 'description'] as const;
const isShown = (name: string): name is (typeof FIELDS)[number] => FIELDS.some((field) => field === name);

interface AllowDialogProps {
  server: Pick<OpcuaServer, 'id' | 'name'>;
  /** What was chosen already. */
  nodeId?: string;
  onClose: () => void;
}

export function AllowDialog({ server, nodeId = '', onClose }: AllowDialogProps) {
  const { t } = useTranslation(['connectivity', 'common']);
  const errorText = useErrorText();
  const allow = useAllowWriting(server.id);
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ defaultValues: { node_id: nodeId, description: '' } });
  const { errors } = form.formState;

  const refuse = (error: unknown): void => {
    if (error instanceof ApiError && error.status === 409)
      return form.setError('node_id', { message: error.message });
    const { fields, rest } = refusalOf(error, isShown);
    for (const { field, message } of fields) form.setError(field, { message });
    setFailure(rest);
  };
  const save = form.handleSubmit(async ({ node_id, description }) => {
    setFailure(null);
    try {
      await allow.mutateAsync({ node_id: node_id.trim(), description: description.trim() || null });
      toast.success(t('writing.allowed', { node: node_id.trim() }));
      onClose();
    } catch (error) {
      refuse(error);
    }
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('writing.allowTitle', { name: server.name })}
      description={t('writing.allowBody')}
    >
      <form noValidate className="flex flex-col gap-3" onSubmit={(event) => void save(event)}>
        <TextField
          label={t('node.node')}
          hint={t('node.nodeHint')}
          required
          spellCheck={false}
          className="[&>input]:font-mono"
          error={errors.node_id?.message}
          {...form.register('node_id', {
            validate: (typed) => isNodeId(typed.trim()) || t('node.problems.nodeInvalid'),
          })}
        />
        <TextField
          label={t('writing.description')}
          hint={t('writing.descriptionHint')}
          maxLength={500}
          error={errors.description?.message}
          {...form.register('description')}
        />
        {failure !== null && (
          <p role="alert" className="rounded-md bg-alarm-soft px-3 py-2 text-alarm">
            {errorText(failure)}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" variant="primary" busy={allow.isPending}>
            {t('writing.allow')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
