import { useCreateBroker, useTestBroker, useUpdateBroker } from '@/shared/api/queries/brokers';
import type { Broker } from '@/shared/api/types';
import { useEntityForm } from '@/shared/forms/use-entity-form';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslation } from 'react-i18next';
import { trialOf } from '../trial-of';
import {
  type BrokerForm,
  brokerForm,
  type BrokerProblem,
  emptyForm,
  formOf,
  newBrokerForm,
  toCreate,
  toTest,
  toUpdate,
} from './broker-form';

export function useBrokerForm(broker: Broker | null, onSaved: (saved: Broker) => void) {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const create = useCreateBroker();
  const update = useUpdateBroker(broker?.id ?? 0);
  const trial = useTestBroker();
  const form = useEntityForm<BrokerForm, Broker>({
    resolver: zodResolver(broker ? brokerForm : newBrokerForm),
    initial: broker ? formOf(broker) : emptyForm,
    problemText: (key) => t(`broker.problems.${key as BrokerProblem}`),
    // Certificates are not shown while TLS is switched off.
    isShown: (path, { use_tls }) => path in emptyForm && (use_tls || !/_certificate$|_key$/.test(path)),
    unique: 'name',
    save: (checked) =>
      broker ? update.mutateAsync(toUpdate(checked, broker)) : create.mutateAsync(toCreate(checked, plantId)),
    onSaved,
  });
  return { ...form, ...trialOf(trial, form, ['host', 'port'], () => toTest(form.values)) };
}

export type BrokerFormState = ReturnType<typeof useBrokerForm>;
