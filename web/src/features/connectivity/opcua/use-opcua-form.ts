// The state of the form, and what is particular to an OPC UA server: the ways to sign in, and the mode that a policy allows.
import {
  useCreateOpcuaServer,
  useTestOpcuaServer,
  useUpdateOpcuaServer,
} from '@/shared/api/queries/opcua-servers';
import type { OpcuaServer } from '@/shared/api/types';
import { useEntityForm } from '@/shared/forms/use-entity-form';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslation } from 'react-i18next';
import { trialOf } from '../trial-of';
import {
  emptyForm,
  formOf,
  modeAfterPolicy,
  type OpcuaForm,
  opcuaForm,
  type OpcuaProblem,
  toCreate,
  toTest,
  toUpdate,
} from './opcua-form';

/** Fields that are shown for one way to sign in only. */
const shownFor: Partial<Record<string, OpcuaForm['auth_mode']>> = {
  username: 'username_password',
  password: 'username_password',
  client_certificate: 'certificate',
  client_key: 'certificate',
};

export function useOpcuaForm(server: OpcuaServer | null, onSaved: (saved: OpcuaServer) => void) {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const create = useCreateOpcuaServer();
  const update = useUpdateOpcuaServer(server?.id ?? 0);
  const trial = useTestOpcuaServer();
  const form = useEntityForm<OpcuaForm, OpcuaServer>({
    resolver: zodResolver(opcuaForm),
    initial: server ? formOf(server) : emptyForm,
    problemText: (key) => t(`opcua.problems.${key as OpcuaProblem}`),
    isShown: (path, { auth_mode }) => path in emptyForm && [undefined, auth_mode].includes(shownFor[path]),
    unique: 'name',
    save: (checked) =>
      server ? update.mutateAsync(toUpdate(checked, server)) : create.mutateAsync(toCreate(checked, plantId)),
    onSaved,
  });

  const choosePolicy = (policy: OpcuaForm['security_policy']): void => {
    form.set({ security_policy: policy, security_mode: modeAfterPolicy(policy, form.values.security_mode) });
  };

  return {
    ...form,
    choosePolicy,
    ...trialOf(trial, form, ['endpoint_url', 'username', 'client_certificate'], () => toTest(form.values)),
  };
}

export type OpcuaFormState = ReturnType<typeof useOpcuaForm>;
