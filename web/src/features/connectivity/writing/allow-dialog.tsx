// An administrator lets a node be written.
import { useAllowWriting } from '@/shared/api/queries/opcua-writing';
import type { OpcuaServer } from '@/shared/api/types';
import { DialogForm } from '@/shared/forms/dialog-form';
import { useEntityForm } from '@/shared/forms/use-entity-form';
import { Dialog } from '@/shared/ui/dialog';
import { TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslation } from 'react-i18next';
import { z } from 'zod/mini';
import { isNodeId } from '../node/node-form';

const schema = z.object({
  node_id: z.string().check(z.trim(), z.refine(isNodeId, 'nodeInvalid')),
  description: z.string().check(z.trim()),
});
type Allowance = z.infer<typeof schema>;

interface AllowDialogProps {
  server: Pick<OpcuaServer, 'id' | 'name'>;
  /** What was chosen already. */
  nodeId?: string;
  onClose: () => void;
}

export function AllowDialog({ server, nodeId = '', onClose }: AllowDialogProps) {
  const { t } = useTranslation('connectivity');
  const allow = useAllowWriting(server.id);
  const form = useEntityForm<Allowance, string>({
    resolver: zodResolver(schema),
    initial: { node_id: nodeId, description: '' },
    problemText: () => t('node.problems.nodeInvalid'),
    unique: 'node_id',
    save: async ({ node_id, description }) => {
      await allow.mutateAsync({ node_id, description: description || null });
      return node_id;
    },
    onSaved: (node) => {
      toast.success(t('writing.allowed', { node }));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('writing.allowTitle', { name: server.name })}
      description={t('writing.allowBody')}
    >
      <DialogForm form={form} saveLabel={t('writing.allow')} onCancel={onClose}>
        <TextField
          label={t('node.node')}
          hint={t('node.nodeHint')}
          required
          spellCheck={false}
          className="[&>input]:font-mono"
          {...form.field('node_id')}
        />
        <TextField
          label={t('writing.description')}
          hint={t('writing.descriptionHint')}
          maxLength={500}
          {...form.field('description')}
        />
      </DialogForm>
    </Dialog>
  );
}
