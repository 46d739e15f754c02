import { useCreateNode, useHierarchy } from '@/shared/api/queries/hierarchy';
import type { HierarchyTreeNode } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { flattenNodes, nodeAt } from '@/shared/characteristics/tree-rows';
import { DialogForm } from '@/shared/forms/dialog-form';
import { useEntityForm } from '@/shared/forms/use-entity-form';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Dialog } from '@/shared/ui/dialog';
import { SelectField, TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { toast } from '@/shared/ui/toast';
import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslation } from 'react-i18next';
import { z } from 'zod/mini';

const nodeTypes = ['Folder', 'Enterprise', 'Site', 'Area', 'Line', 'Cell', 'Equipment', 'Tag'] as const;
const INDENT = '\u2003';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  type: z.enum(nodeTypes),
  parentId: z.string(),
});

type NewNode = z.infer<typeof schema>;

interface NodeFormProps {
  nodes: readonly HierarchyTreeNode[];
  place: number | null;
  plantId: number;
  onClose: () => void;
  onCreated: () => void;
}

function NodeForm({ nodes, place, plantId, onClose, onCreated }: NodeFormProps) {
  const { t } = useTranslation(['dashboard', 'common']);
  const create = useCreateNode(plantId);
  const errorText = useErrorText();
  const form = useEntityForm<NewNode, { name: string }>({
    resolver: zodResolver(schema),
    initial: { name: '', type: 'Area', parentId: String(nodeAt(nodes, place)?.id ?? '') },
    problemText: () => t('create.nameMissing'),
    save: ({ name, type, parentId }) =>
      create.mutateAsync({ name, type, parent_id: parentId === '' ? null : Number(parentId) }),
    onSaved: ({ name }) => {
      toast.success(t('create.created', { name }));
      onCreated();
    },
    onFailed: (error) => toast.error(t('create.failed'), errorText(error)),
  });

  return (
    <DialogForm
      form={form}
      saveLabel={t('create.createNode')}
      onCancel={onClose}
      className="flex flex-col gap-4"
    >
      <TextField
        label={t('create.name')}
        placeholder={t('create.nodeNamePlaceholder')}
        required
        autoFocus
        {...form.field('name')}
      />
      <ChoiceField
        label={t('create.nodeType')}
        {...form.register('type')}
        choices={nodeTypes}
        text={(type) => t(`common:nodeTypes.${type}`)}
      />
      <SelectField label={t('create.parent')} {...form.register('parentId')}>
        <option value="">{t('create.root')}</option>
        {flattenNodes(nodes).map(({ node, depth }) => (
          <option key={node.id} value={node.id}>
            {INDENT.repeat(depth) + node.name}
          </option>
        ))}
      </SelectField>
    </DialogForm>
  );
}

interface CreateNodeDialogProps {
  place: number | null;
  open: boolean;
  onClose: () => void;
  onCreated: () => void;
}

export function CreateNodeDialog({ place, open, onClose, onCreated }: CreateNodeDialogProps) {
  const { t } = useTranslation('dashboard');
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: nodes } = useHierarchy(plantId);
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title={t('create.nodeTitle')}>
      {plantId !== null && nodes && (
        <NodeForm nodes={nodes} place={place} plantId={plantId} onClose={onClose} onCreated={onCreated} />
      )}
    </Dialog>
  );
}
