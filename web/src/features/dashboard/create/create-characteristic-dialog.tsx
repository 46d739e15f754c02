import { formatCount } from '@/shared/lib/format';
import { useCreateCharacteristic } from '@/shared/api/queries/characteristics';
import { useHierarchy } from '@/shared/api/queries/hierarchy';
import type { Characteristic, HierarchyTreeNode } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { flattenNodes, nodeAt } from '@/shared/characteristics/tree-rows';
import { DialogForm } from '@/shared/forms/dialog-form';
import { useEntityForm } from '@/shared/forms/use-entity-form';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { SelectField, TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { EmptyState } from '@/shared/ui/states';
import { toast } from '@/shared/ui/toast';
import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslation } from 'react-i18next';
import {
  type CharacteristicForm,
  characteristicForm,
  emptyForm,
  type FormProblem,
  hasChoiceOfChart,
  maxSize,
  toRequest,
} from './characteristic-form';

interface CreateCharacteristicDialogProps {
  place: number | null;
  open: boolean;
  onClose: () => void;
  onCreated: (characteristic: Characteristic) => void;
  onAddNode: () => void;
}

const dataTypes = ['variable', 'p', 'np', 'c', 'u'] as const;
const charts = ['usual', 'xbar_r', 'xbar_s'] as const;
const INDENT = '\u2003';

interface CreateFormProps extends Pick<CreateCharacteristicDialogProps, 'place' | 'onClose' | 'onCreated'> {
  nodes: readonly HierarchyTreeNode[];
}

function CreateForm({ nodes, place, onClose, onCreated }: CreateFormProps) {
  const { t } = useTranslation(['dashboard', 'common']);
  const create = useCreateCharacteristic();
  const errorText = useErrorText();
  const form = useEntityForm<CharacteristicForm, Characteristic>({
    resolver: zodResolver(characteristicForm),
    initial: { ...emptyForm, hierarchyId: String(nodeAt(nodes, place)?.id ?? nodes[0]?.id ?? '') },
    problemText: (key, { dataType }) =>
      t(`create.${key as FormProblem}`, { max: formatCount(maxSize(dataType)) }),
    save: (checked) => create.mutateAsync(toRequest(checked)),
    onSaved: (created) => {
      toast.success(t('create.created', { name: created.name }));
      onClose();
      onCreated(created);
    },
    onFailed: (error) => toast.error(t('create.failed'), errorText(error)),
  });
  const { field, register, values } = form;
  const isVariable = values.dataType === 'variable';

  return (
    <DialogForm form={form} saveLabel={t('common:create')} onCancel={onClose} className="flex flex-col gap-4">
      <TextField
        label={t('create.name')}
        placeholder={t('create.namePlaceholder')}
        required
        autoFocus
        {...field('name')}
      />
      <SelectField label={t('create.node')} required {...field('hierarchyId')}>
        {flattenNodes(nodes).map(({ node, depth }) => (
          <option key={node.id} value={node.id}>
            {INDENT.repeat(depth) + node.name}
          </option>
        ))}
      </SelectField>
      <ChoiceField
        label={t('create.dataType')}
        {...register('dataType')}
        choices={dataTypes}
        text={(type) => t(`create.dataTypes.${type}`)}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t('create.subgroupSize')}
          hint={t(isVariable ? 'create.subgroupHintVariable' : 'create.subgroupHintAttribute')}
          inputMode="numeric"
          {...field('subgroupSize')}
        />
        <TextField label={t('create.decimals')} inputMode="numeric" {...field('decimals')} />
      </div>
      {hasChoiceOfChart(values) && (
        <ChoiceField
          label={t('create.chart')}
          {...register('chart')}
          choices={charts}
          text={(chart) => t(`create.charts.${chart}`)}
        />
      )}
      {isVariable && (
        <div className="grid grid-cols-3 gap-3">
          <TextField label={t('create.lsl')} inputMode="decimal" {...field('lsl')} />
          <TextField label={t('create.target')} inputMode="decimal" {...field('target')} />
          <TextField label={t('create.usl')} inputMode="decimal" {...field('usl')} />
        </div>
      )}
      <TextField label={t('create.description')} maxLength={500} {...register('description')} />
    </DialogForm>
  );
}

export function CreateCharacteristicDialog({
  place,
  open,
  onClose,
  onCreated,
  onAddNode,
}: CreateCharacteristicDialogProps) {
  const { t } = useTranslation('dashboard');
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: nodes } = useHierarchy(plantId);
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title={t('create.characteristicTitle')}>
      {nodes?.length === 0 ? (
        <EmptyState
          title={t('create.noNodes')}
          action={
            <Button variant="primary" onClick={onAddNode}>
              {t('create.addNode')}
            </Button>
          }
        />
      ) : (
        nodes && <CreateForm nodes={nodes} place={place} onClose={onClose} onCreated={onCreated} />
      )}
    </Dialog>
  );
}
