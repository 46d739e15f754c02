// A reaction: what is written to which node when a rule of a characteristic fires. Confirmed before it is in force, because
// nobody is asked when it writes.
import { useCharacteristics } from '@/shared/api/queries/characteristics';
import { useAddReaction } from '@/shared/api/queries/opcua-writing';
import type { OpcuaServer, Severity, WritableNode } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { ChoiceField } from '@/shared/ui/choice-field';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CharacteristicField } from '../rule/characteristic-field';
import { TypedValueDialog } from './typed-value-dialog';

interface ReactionDialogProps {
  server: OpcuaServer;
  nodes: readonly [WritableNode, ...WritableNode[]];
  onClose: () => void;
}

const SEVERITIES: readonly Severity[] = ['CRITICAL', 'WARNING'];

export function ReactionDialog({ server, nodes, onClose }: ReactionDialogProps) {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: characteristics } = useCharacteristics(plantId);
  const [characteristicId, setCharacteristicId] = useState<number | null>(null);
  const [severity, setSeverity] = useState<Severity>('CRITICAL');
  const [node, setNode] = useState<WritableNode>(nodes[0]);
  const [isMissing, setMissing] = useState(false);
  const name = characteristics?.find(({ id }) => id === characteristicId)?.name ?? '';
  return (
    <TypedValueDialog
      title={t('writing.reactionTitle')}
      description={t('writing.reactionBody')}
      server={server}
      nodeId={node.node_id}
      sentence={t(`writing.reactionWarning.${severity}`, { name })}
      confirm={t('writing.addReaction')}
      onCheck={() => setMissing(characteristicId === null)}
      bodyOf={(value) =>
        characteristicId === null
          ? null
          : { characteristic_id: characteristicId, writable_node_id: node.id, value, severity }
      }
      call={useAddReaction(server.id)}
      done={() => t('writing.reactionAdded', { name })}
      onClose={onClose}
      className="flex flex-col gap-3"
    >
      <CharacteristicField
        value={characteristicId}
        onChange={(id) => {
          setCharacteristicId(id);
          setMissing(false);
        }}
        error={isMissing ? t('rule.problems.characteristicMissing') : undefined}
        disabled={false}
      />
      <ChoiceField
        label={t('writing.severity')}
        value={severity}
        onChange={({ target }) => setSeverity(SEVERITIES.find((item) => item === target.value) ?? 'CRITICAL')}
        choices={SEVERITIES}
        text={(item) => t(`writing.severities.${item}`)}
      />
      <ChoiceField
        label={t('writing.node')}
        hint={node.description ?? undefined}
        value={node.id}
        onChange={({ target }) => setNode(nodes.find(({ id }) => id === Number(target.value)) ?? node)}
        choices={nodes.map(({ id }) => id)}
        text={(id) => nodes.find((one) => one.id === id)?.node_id ?? ''}
      />
    </TypedValueDialog>
  );
}
