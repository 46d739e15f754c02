import { usePlants } from '@/shared/api/queries/plants';
import type { NotificationRule } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Checkbox, SelectField, TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { CheckGroup } from '@/shared/ui/check-group';
import { ConnectionFields } from './connection-fields';
import { FormSection } from '@/shared/ui/form-section';
import { EVENTS, RUN_RULES, tellsConnections, tellsSignals } from './rule-form';
import type { RuleFormState } from './use-rule-form';

const SEVERITIES = ['WARNING', 'CRITICAL'] as const;

export function EventsSection({ form, rule }: { form: RuleFormState; rule: NotificationRule | null }) {
  const { t } = useTranslation(['notifications', 'common']);
  const { values, set, field, register, problem } = form;
  const selected = usePlantSelection((state) => state.plantId);
  const { data: plants } = usePlants();
  const isAdmin = useCan('admin');
  const plant = plants?.find(({ id }) => id === (rule?.plant_id ?? selected))?.name ?? '';
  return (
    <FormSection title={t('rule.what')}>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t('rule.name')}
          required
          autoFocus={rule === null}
          maxLength={100}
          {...field('name')}
        />
        <SelectField
          label={t('rule.plant')}
          disabled={!isAdmin}
          value={values.every_plant ? 'every' : 'plant'}
          onChange={({ target }) =>
            set({
              every_plant: target.value === 'every',
              everywhere: true,
              node_ids: [],
              characteristic_ids: [],
              broker_ids: [],
              opcua_server_ids: [],
            })
          }
        >
          <option value="plant">{plant}</option>
          <option value="every">{t('everyPlant')}</option>
        </SelectField>
      </div>
      <CheckGroup
        legend={t('rule.events')}
        options={EVENTS.map((value) => ({ value, label: t(`events.${value}`) }))}
        value={values.events}
        onChange={(events) => set({ events })}
        error={problem('events')}
      />
      {values.events.includes('no_data') && (
        <TextField
          label={t('rule.noData')}
          className="sm:w-64"
          inputMode="numeric"
          {...field('no_data_minutes')}
        />
      )}
      {tellsConnections(values) && (
        <ConnectionFields form={form} plantId={values.every_plant ? null : (rule?.plant_id ?? selected)} />
      )}
      {tellsSignals(values) && (
        <>
          <CheckGroup
            legend={t('rule.severities')}
            options={SEVERITIES.map((value) => ({ value, label: t(`common:severity.${value}`) }))}
            value={values.severities}
            onChange={(severities) => set({ severities })}
            error={problem('severities')}
          />
          <CheckGroup
            legend={t('rule.runRules')}
            hint={t('rule.runRulesHint')}
            options={RUN_RULES.map((value) => ({ value, label: `${value} ${t(`common:rules.${value}`)}` }))}
            value={values.rule_ids}
            onChange={(rule_ids) => set({ rule_ids })}
            error={problem('rule_ids')}
          />
        </>
      )}
      <Checkbox label={t('rule.enabled')} {...register('is_enabled')} />
    </FormSection>
  );
}
