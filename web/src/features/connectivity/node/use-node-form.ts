// The state of the form that maps a node: what is typed, what is wrong with it, its trial on live values and its way to the
// server.
import { useChangeNodeMapping, useMapNode, useTryNode } from '@/shared/api/queries/opcua-mappings';
import { refusalOf } from '@/shared/api/refusal';
import type { OpcuaMapping } from '@/shared/api/types';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import {
  emptyNode,
  FINE_FIELDS,
  isNodeField,
  type NodeForm,
  nodeForm,
  nodeOf,
  type NodeProblem,
  toCreate,
  toTrial,
  toUpdate,
} from './node-form';
import { VALUE_FIELDS } from '../rule/value-rule';

const FROM_SERVER = 'server';
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
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<NodeForm>({
    resolver: zodResolver(nodeForm),
    defaultValues: { ...(mapping ? nodeOf(mapping) : emptyNode), ...initial },
  });
  const values = { ...emptyNode, ...useWatch({ control: form.control }) };

  const problem = (field: keyof NodeForm): string | undefined => {
    const error = form.formState.errors[field];
    if (!error?.message) return undefined;
    return error.type === FROM_SERVER ? error.message : t(`node.problems.${error.message as NodeProblem}`);
  };
  const refuse = (error: unknown): void => {
    const { fields, rest } = refusalOf(error, isNodeField);
    fields.forEach(({ field, message }, index) =>
      form.setError(field, { type: FROM_SERVER, message }, { shouldFocus: index === 0 }),
    );
    setFailure(rest);
  };

  /** Readings that wait for their subgroup are kept only while the mapping stays with its server. */
  const send = (checked: NodeForm): Promise<OpcuaMapping> => {
    const serverId = checked.server_id ?? 0;
    if (mapping?.server_id !== serverId)
      return map.mutateAsync({ serverId, body: toCreate(checked, mapping) });
    return change.mutateAsync({
      serverId,
      characteristicId: mapping.characteristic_id,
      body: toUpdate(checked, mapping),
    });
  };

  const save = form.handleSubmit(async (checked) => {
    setFailure(null);
    try {
      onSaved(await send(checked));
    } catch (error) {
      refuse(error);
    }
  });

  const tryOut = async (): Promise<void> => {
    setFailure(null);
    trial.reset();
    if (!(await form.trigger([...tried], { shouldFocus: true }))) return;
    const typed = form.getValues();
    try {
      await trial.mutateAsync({ serverId: typed.server_id ?? 0, body: toTrial(typed) });
    } catch (error) {
      refuse(error);
    }
  };

  /** For the controls that are no inputs of their own. */
  const choose = <K extends keyof NodeForm>(field: K, value: NodeForm[K]): void => {
    form.setValue(field, value as never, { shouldDirty: true, shouldValidate: form.formState.isSubmitted });
    form.clearErrors(field);
  };

  const asked = { serverId: values.server_id ?? 0, body: toTrial(values) };
  return {
    register: form.register,
    choose,
    values,
    problem,
    failure,
    save,
    isSaving: map.isPending || change.isPending,
    tryOut,
    isTrying: trial.isPending,
    /** Of the mapping as it is typed now; what was tried before a change says nothing about it. */
    trial: JSON.stringify(trial.variables) === JSON.stringify(asked) ? trial.data : undefined,
  };
}

export type NodeFormState = ReturnType<typeof useNodeForm>;
