// Which connections a rule is about, and how long one must be lost.
import { useBrokers } from '@/shared/api/queries/brokers';
import { useOpcuaServers } from '@/shared/api/queries/opcua-servers';
import { TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { CheckGroup } from '@/shared/ui/check-group';
import type { RuleFormState } from './use-rule-form';

interface Source {
  id: number;
  name: string;
  plant_id: number | null;
}

interface ConnectionFieldsProps {
  form: RuleFormState;
  /** Null: every plant's. */
  plantId: number | null;
}

export function ConnectionFields({ form, plantId }: ConnectionFieldsProps) {
  const { t } = useTranslation('notifications');
  const { values, set, field, problem } = form;
  const { data: brokers = [] } = useBrokers();
  const { data: servers = [] } = useOpcuaServers();
  const optionsOf = (sources: readonly Source[]) =>
    sources
      .filter(({ plant_id }) => plantId === null || plant_id === null || plant_id === plantId)
      .map(({ id, name }) => ({ value: id, label: name }));
  const brokerOptions = optionsOf(brokers);
  const serverOptions = optionsOf(servers);
  return (
    <>
      <TextField
        label={t('rule.connectionLost')}
        hint={t('rule.connectionLostHint')}
        className="sm:w-64"
        inputMode="numeric"
        {...field('connection_lost_seconds')}
      />
      {brokerOptions.length > 0 && (
        <CheckGroup
          legend={t('rule.brokers')}
          hint={t('rule.connectionsHint')}
          options={brokerOptions}
          value={values.broker_ids}
          onChange={(broker_ids) => set({ broker_ids })}
          error={problem('broker_ids')}
        />
      )}
      {serverOptions.length > 0 && (
        <CheckGroup
          legend={t('rule.opcuaServers')}
          hint={t('rule.connectionsHint')}
          options={serverOptions}
          value={values.opcua_server_ids}
          onChange={(opcua_server_ids) => set({ opcua_server_ids })}
          error={problem('opcua_server_ids')}
        />
      )}
      {brokerOptions.length + serverOptions.length === 0 && (
        <p className="text-xs text-ink-muted">{t('rule.noConnections')}</p>
      )}
    </>
  );
}
