import { formatCount } from '@/shared/lib/format';
import { useCreateCharacteristic } from '@/shared/api/queries/characteristics';
import { useHierarchy } from '@/shared/api/queries/hierarchy';
import type { Characteristic, HierarchyTreeNode } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { flattenNodes, nodeAt } from '@/shared/characteristics/tree-rows';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { SelectField, TextField } from '@/shared/ui/field';
import { EmptyState } from '@/shared/ui/states';
import { toast } from '@/shared/ui/toast';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm, useWatch } from 'react-hook-form';
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
  const { register, handleSubmit, control, formState } = useForm<CharacteristicForm>({
    resolver: zodResolver(characteristicForm),
    defaultValues: { ...emptyForm, hierarchyId: String(nodeAt(nodes, place)?.id ?? nodes[0]?.id ?? '') },
  });
  const [dataType, subgroupSize] = useWatch({ control, name: ['dataType', 'subgroupSize'] });
  const isVariable = dataType === 'variable';
  const problem = (field: keyof CharacteristicForm): string | undefined => {
    const message = formState.errors[field]?.message as FormProblem | undefined;
    return message && t(`create.${message}`, { max: formatCount(maxSize(dataType)) });
  };

  const submit = handleSubmit((form) =>
    create.mutate(toRequest(form), {
      onSuccess: (created) => {
        toast.success(t('create.created', { name: created.name }));
        onClose();
        onCreated(created);
      },
      onError: (error) => toast.error(t('create.failed'), errorText(error)),
    }),
  );

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <TextField
        label={t('create.name')}
        placeholder={t('create.namePlaceholder')}
        required
        autoFocus
        error={problem('name')}
        {...register('name')}
      />
      <SelectField
        label={t('create.node')}
        required
        error={problem('hierarchyId')}
        {...register('hierarchyId')}
      >
        {flattenNodes(nodes).map(({ node, depth }) => (
          <option key={node.id} value={node.id}>
            {INDENT.repeat(depth) + node.name}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('create.dataType')} {...register('dataType')}>
        {dataTypes.map((type) => (
          <option key={type} value={type}>
            {t(`create.dataTypes.${type}`)}
          </option>
        ))}
      </SelectField>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t('create.subgroupSize')}
          hint={t(isVariable ? 'create.subgroupHintVariable' : 'create.subgroupHintAttribute')}
          inputMode="numeric"
          error={problem('subgroupSize')}
          {...register('subgroupSize')}
        />
        <TextField
          label={t('create.decimals')}
          inputMode="numeric"
          error={problem('decimals')}
          {...register('decimals')}
        />
      </div>
      {hasChoiceOfChart({ dataType, subgroupSize }) && (
        <SelectField label={t('create.chart')} {...register('chart')}>
          {charts.map((chart) => (
            <option key={chart} value={chart}>
              {t(`create.charts.${chart}`)}
            </option>
          ))}
        </SelectField>
      )}
      {isVariable && (
        <div className="grid grid-cols-3 gap-3">
          <TextField
            label={t('create.lsl')}
            inputMode="decimal"
            error={problem('lsl')}
            {...register('lsl')}
          />
          <TextField
            label={t('create.target')}
            inputMode="decimal"
            error={problem('target')}
            {...register('target')}
          />
          <TextField
            label={t('create.usl')}
            inputMode="decimal"
            error={problem('usl')}
            {...register('usl')}
          />
        </div>
      )}
      <TextField label={t('create.description')} maxLength={500} {...register('description')} />
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          {t('common:create')}
        </Button>
      </DialogActions>
    </form>
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
