// A reaction: what is written to which node when a rule of a characteristic fires. Confirmed before it is in force, because
// nobody is asked when it writes.
import { type ScalarValue, useAddReaction } from '@/shared/api/queries/opcua-writing';
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import type { OpcuaServer, Severity, WritableNode } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { SelectField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { toast } from '@/shared/ui/toast';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CharacteristicField } from '../rule/characteristic-field';
import { ConfirmStep } from './confirm-step';
import { useTypedValue } from './use-typed-value';
import { ValueField } from '../value-field';

interface ReactionDialogProps {
  server: OpcuaServer;
  nodes: readonly [WritableNode, ...WritableNode[]];
  onClose: () => void;
}

const SEVERITIES: readonly Severity[] = ['CRITICAL', 'WARNING'];

interface Chosen {
  characteristicId: number | null;
  severity: Severity;
  node: WritableNode;
}

interface ReactionFieldsProps {
  nodes: readonly WritableNode[];
  chosen: Chosen;
  onChange: (change: Partial<Chosen>) => void;
  isMissing: boolean;
  children: ReactNode;
}

function ReactionFields({ nodes, chosen, onChange, isMissing, children }: ReactionFieldsProps) {
  const { t } = useTranslation('connectivity');
  const { characteristicId, severity, node } = chosen;
  return (
    <>
      <CharacteristicField
        value={characteristicId}
        onChange={(id) => onChange({ characteristicId: id })}
        error={isMissing ? t('rule.problems.characteristicMissing') : undefined}
        disabled={false}
      />
      <ChoiceField
        label={t('writing.severity')}
        value={severity}
        onChange={({ target }) =>
          onChange({ severity: SEVERITIES.find((item) => item === target.value) ?? 'CRITICAL' })
        }
        choices={SEVERITIES}
        text={(item) => t(`writing.severities.${item}`)}
      />
      <SelectField
        label={t('writing.node')}
        hint={node.description ?? undefined}
        value={node.id}
        onChange={({ target }) =>
          onChange({ node: nodes.find(({ id }) => id === Number(target.value)) ?? node })
        }
      >
        {nodes.map(({ id, node_id }) => (
          <option key={id} value={id}>
            {node_id}
          </option>
        ))}
      </SelectField>
      {children}
    </>
  );
}

interface ReactionFormProps extends Omit<ReactionDialogProps, 'nodes'> {
  nodes: readonly WritableNode[];
  chosen: Chosen;
  onChange: (change: Partial<Chosen>) => void;
  onChecked: (value: ScalarValue) => void;
}

function ReactionForm({ server, nodes, chosen, onChange, onChecked, onClose }: ReactionFormProps) {
  const { t } = useTranslation(['connectivity', 'common']);
  const { field, read } = useTypedValue(server.id, chosen.node.node_id);
  const [isAsked, setAsked] = useState(false);
  const hasCharacteristic = chosen.characteristicId !== null;
  const check = (event: SubmitEvent): void => {
    event.preventDefault();
    setAsked(true);
    const outcome = read();
    if (hasCharacteristic && outcome) onChecked(outcome.value);
  };
  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={check}>
      <ReactionFields
        nodes={nodes}
        chosen={chosen}
        onChange={onChange}
        isMissing={isAsked && !hasCharacteristic}
      >
        <ValueField {...field} />
      </ReactionFields>
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary">
          {t('writing.next')}
        </Button>
      </DialogActions>
    </form>
  );
}

export function ReactionDialog({ server, nodes, onClose }: ReactionDialogProps) {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: characteristics } = useCharacteristics(plantId);
  const add = useAddReaction(server.id);
  const [chosen, setChosen] = useState<Chosen>({
    characteristicId: null,
    severity: 'CRITICAL',
    node: nodes[0],
  });
  const [checked, setChecked] = useState<{ value: ScalarValue } | null>(null);
  const { characteristicId, severity, node } = chosen;
  const name = characteristics?.find(({ id }) => id === characteristicId)?.name ?? '';
  const save = async (value: ScalarValue): Promise<void> => {
    try {
      await add.mutateAsync({
        characteristic_id: characteristicId ?? 0,
        writable_node_id: node.id,
        value,
        severity,
      });
      toast.success(t('writing.reactionAdded', { name }));
      onClose();
    } catch {
      // Shown above the buttons.
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(checked ? 'writing.confirmTitle' : 'writing.reactionTitle')}
      description={checked ? undefined : t('writing.reactionBody')}
    >
      {checked ? (
        <ConfirmStep
          sentence={t(`writing.reactionWarning.${severity}`, { name })}
          machine={server.name}
          nodeId={node.node_id}
          value={checked.value}
          confirm={t('writing.addReaction')}
          error={add.error}
          isPending={add.isPending}
          onBack={() => {
            add.reset();
            setChecked(null);
          }}
          onConfirm={() => void save(checked.value)}
        />
      ) : (
        <ReactionForm
          server={server}
          nodes={nodes}
          chosen={chosen}
          onChange={(change) => setChosen((current) => ({ ...current, ...change }))}
          onChecked={(value) => setChecked({ value })}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
