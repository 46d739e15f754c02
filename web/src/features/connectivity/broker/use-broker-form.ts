// The state of the form: what is typed, what is wrong with it, and its way to the server.
import { useCreateBroker, useTestBroker, useUpdateBroker } from '@/shared/api/queries/brokers';
import { ApiError } from '@/shared/api/errors';
import type { Broker } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { refusalOf } from '@/shared/api/refusal';
import {
  type BrokerForm,
  brokerForm,
  type BrokerProblem,
  emptyForm,
  formOf,
  isField,
  newBrokerForm,
  toCreate,
  toTest,
  toUpdate,
} from './broker-form';

/** A message of the server, as opposed to a translation key. */
const FROM_SERVER = 'server';

export function useBrokerForm(broker: Broker | null, onSaved: (saved: Broker) => void) {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const create = useCreateBroker();
  const update = useUpdateBroker(broker?.id ?? 0);
  const tryOut = useTestBroker();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<BrokerForm>({
    resolver: zodResolver(broker ? brokerForm : newBrokerForm),
    defaultValues: broker ? formOf(broker) : emptyForm,
  });
  const values = { ...emptyForm, ...useWatch({ control: form.control }) };

  const problem = (field: keyof BrokerForm): string | undefined => {
    const error = form.formState.errors[field];
    if (!error?.message) return undefined;
    return error.type === FROM_SERVER
      ? error.message
      : t(`broker.problems.${error.message as BrokerProblem}`);
  };

  const refuse = (error: unknown): void => {
    if (error instanceof ApiError && error.status === 409) {
      form.setError('name', { type: FROM_SERVER, message: error.message }, { shouldFocus: true });
      return;
    }
    // Certificates are not shown while TLS is switched off.
    const isShown = (field: string): field is keyof BrokerForm =>
      isField(field) && (form.getValues('use_tls') || !/_certificate$|_key$/.test(field));
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
        broker
          ? await update.mutateAsync(toUpdate(checked, broker))
          : await create.mutateAsync(toCreate(checked, plantId)),
      );
    } catch (error) {
      refuse(error);
    }
  });

  const test = async (): Promise<void> => {
    setFailure(null);
    tryOut.reset();
    if (!(await form.trigger(['host', 'port'], { shouldFocus: true }))) return;
    try {
      await tryOut.mutateAsync(toTest(form.getValues()));
    } catch (error) {
      refuse(error);
    }
  };

  return {
    register: form.register,
    setValue: form.setValue,
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

export type BrokerFormState = ReturnType<typeof useBrokerForm>;
