// The state of the form: what is typed, what is wrong with it, and its way to the server.
import { ApiError } from '@/shared/api/errors';
import {
  useCreateOpcuaServer,
  useTestOpcuaServer,
  useUpdateOpcuaServer,
} from '@/shared/api/queries/opcua-servers';
import { refusalOf } from '@/shared/api/refusal';
import type { OpcuaServer } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import {
  emptyForm,
  formOf,
  isField,
  modeAfterPolicy,
  type OpcuaForm,
  opcuaForm,
  type OpcuaProblem,
  toCreate,
  toTest,
  toUpdate,
} from './opcua-form';

/** A message of the server, as opposed to a translation key. */
const FROM_SERVER = 'server';

/** Fields that are shown for one way to sign in only. */
const shownFor: Partial<Record<keyof OpcuaForm, OpcuaForm['auth_mode']>> = {
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
  const tryOut = useTestOpcuaServer();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<OpcuaForm>({
    resolver: zodResolver(opcuaForm),
    defaultValues: server ? formOf(server) : emptyForm,
  });
  const values = { ...emptyForm, ...useWatch({ control: form.control }) };

  const problem = (field: keyof OpcuaForm): string | undefined => {
    const error = form.formState.errors[field];
    if (!error?.message) return undefined;
    return error.type === FROM_SERVER ? error.message : t(`opcua.problems.${error.message as OpcuaProblem}`);
  };

  const refuse = (error: unknown): void => {
    if (error instanceof ApiError && error.status === 409) {
      form.setError('name', { type: FROM_SERVER, message: error.message }, { shouldFocus: true });
      return;
    }
    const isShown = (field: string): field is keyof OpcuaForm =>
      isField(field) && [undefined, form.getValues('auth_mode')].includes(shownFor[field]);
    const { fields, rest } = refusalOf(error, isShown);
    fields.forEach(({ field, message }, index) =>
      form.setError(field, { type: FROM_SERVER, message }, { shouldFocus: index === 0 }),
    );
    setFailure(rest);
  };

  const save = form.handleSubmit(async (checked) => {
    setFailure(null);
    try {
      onSaved(
        server
          ? await update.mutateAsync(toUpdate(checked, server))
          : await create.mutateAsync(toCreate(checked, plantId)),
      );
    } catch (error) {
      refuse(error);
    }
  });

  const test = async (): Promise<void> => {
    setFailure(null);
    tryOut.reset();
    const tested = ['endpoint_url', 'username', 'client_certificate'] as const;
    if (!(await form.trigger([...tested], { shouldFocus: true }))) return;
    try {
      await tryOut.mutateAsync(toTest(form.getValues()));
    } catch (error) {
      refuse(error);
    }
  };

  const choosePolicy = (policy: OpcuaForm['security_policy']): void => {
    form.setValue('security_policy', policy, { shouldDirty: true });
    form.setValue('security_mode', modeAfterPolicy(policy, form.getValues('security_mode')));
  };

  return {
    register: form.register,
    setValue: form.setValue,
    choosePolicy,
    values,
    problem,
    failure,
    save,
    isSaving: create.isPending || update.isPending,
    test,
    isTesting: tryOut.isPending,
    /** Of the settings as they are typed now. */
    testResult: JSON.stringify(tryOut.variables) === JSON.stringify(toTest(values)) ? tryOut.data : undefined,
  };
}

export type OpcuaFormState = ReturnType<typeof useOpcuaForm>;
