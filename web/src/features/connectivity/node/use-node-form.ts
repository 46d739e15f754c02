// The state of the form that maps a node: what is typed, what is wrong with it, its trial on live values and its way to the
// server.
import { useChangeNodeMapping, useMapNode, useTryNode } from '@/shared/api/queries/opcua-mappings';
import type { OpcuaMapping } from '@/shared/api/types';
import { useEntityForm } from '@/shared/forms/use-entity-form';
import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslation } from 'react-i18next';
import { VALUE_FIELDS } from '../rule/value-rule';
import { trialOf } from '../trial-of';
import {
  emptyNode,
  FINE_FIELDS,
  type NodeForm,
  nodeForm,
  nodeOf,
  type NodeProblem,
  toCreate,
  toTrial,
  toUpdate,
} from './node-form';

const tried = [
  'server_id',
  'node_id',
  'change_trigger',
  'dead_band',
  'take_initial_value',
  'every_value_counts',
  'trigger_strategy',
  'trigger_node_id',
  'timeout_seconds',
  ...FINE_FIELDS,
  ...VALUE_FIELDS,
] as const;

interface NodeFormInput {
  /** The mapping that is edited. */
  mapping: OpcuaMapping | null;
  /** What is chosen already. */
  initial?: Partial<NodeForm>;
  onSaved: (saved: OpcuaMapping) => void;
}

export function useNodeForm({ mapping, initial, onSaved }: NodeFormInput) {
  const { t } = useTranslation('connectivity');
  const map = useMapNode();
  const change = useChangeNodeMapping();
  const trial = useTryNode();

  /** Readings that wait for their subgroup are kept only while the mapping stays with its server. */
  const save = (checked: NodeForm): Promise<OpcuaMapping> => {
    const serverId = checked.server_id ?? 0;
    if (mapping?.server_id !== serverId)
      return map.mutateAsync({ serverId, body: toCreate(checked, mapping) });
    const characteristicId = mapping.characteristic_id;
    return change.mutateAsync({ serverId, characteristicId, body: toUpdate(checked, mapping) });
  };
  const form = useEntityForm<NodeForm, OpcuaMapping>({
    resolver: zodResolver(nodeForm),
    initial: { ...(mapping ? nodeOf(mapping) : emptyNode), ...initial },
    problemText: (key) => t(`node.problems.${key as NodeProblem}`),
    save,
    onSaved,
  });
  const { values } = form;
  return {
    ...form,
    ...trialOf(trial, form, tried, () => ({ serverId: values.server_id ?? 0, body: toTrial(values) })),
  };
}

export type NodeFormState = ReturnType<typeof useNodeForm>;
