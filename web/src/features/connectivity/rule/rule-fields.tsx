// The whole form of a mapping, for the dialog and for the quick form beside the topics.
import type { TagMapping } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { SelectField, TextField } from '@/shared/ui/field';
import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Server } from '../servers';
import { CharacteristicField } from './characteristic-field';
import { MetricField } from './metric-field';
import { PayloadFields } from './payload-fields';
import { type PayloadShape, shapeOf } from './payload-paths';
import { isSparkplug } from './rule-form';
import { TrialResult } from './trial-result';
import { TriggerFields } from './trigger-fields';
import type { RuleFormState } from './use-rule-form';

interface RuleFieldsProps {
  form: RuleFormState;
  servers: readonly Server[];
  /** The mapping that is edited: it keeps its characteristic. */
  mapping: TagMapping | null;
  /** All of the plant, to tell what would be replaced. */
  mappings: readonly TagMapping[];
  shape: PayloadShape | null;
  /** Of a Sparkplug topic, as far as they are known. */
  metrics?: readonly string[];
  /** Server and topic are chosen elsewhere. */
  fixedSource?: boolean;
}

function SourceFields({ form, servers }: Pick<RuleFieldsProps, 'form' | 'servers'>) {
  const { t } = useTranslation('connectivity');
  const { values, problem, register, choose } = form;
  return (
    <div className="grid gap-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <SelectField
        label={t('rule.server')}
        required
        value={values.broker_id ?? ''}
        error={problem('broker_id')}
        onChange={({ target }) => choose('broker_id', target.value === '' ? null : Number(target.value))}
      >
        <option value="">{t('browse.selectServer')}</option>
        {servers.map(({ key, id, name }) => (
          <option key={key} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('rule.topic')}
        hint={t('rule.topicHint')}
        required
        spellCheck={false}
        error={problem('mqtt_topic')}
        {...register('mqtt_topic')}
      />
    </div>
  );
}

function Trial({ form }: { form: RuleFormState }) {
  const { t } = useTranslation('connectivity');
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        icon={<FlaskConical size={15} aria-hidden />}
        busy={form.isTrying}
        onClick={() => void form.tryOut()}
      >
        {t(form.isTrying ? 'trial.running' : 'trial.run')}
      </Button>
      <div role="status" className="w-full">
        {form.trial && <TrialResult trial={form.trial} />}
      </div>
    </div>
  );
}

const NONE: readonly string[] = [];

export function RuleFields(props: RuleFieldsProps) {
  const { form, servers, mapping, mappings, shape, metrics = NONE, fixedSource } = props;
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  const { values, problem, choose, failure } = form;
  const replaced = mapping
    ? undefined
    : mappings.find(({ characteristic_id }) => characteristic_id === values.characteristic_id);
  return (
    <div className="@container">
      <div className="grid grid-cols-1 gap-x-5 gap-y-3 @3xl:grid-cols-2">
        <div className="flex flex-col gap-3">
          <CharacteristicField
            value={values.characteristic_id}
            onChange={(id) => choose('characteristic_id', id)}
            error={problem('characteristic_id')}
            disabled={mapping !== null}
          />
          {replaced && (
            <p className="rounded-md bg-caution-soft px-2.5 py-1.5 text-caution">
              {t('rule.replaces', { topic: replaced.mqtt_topic })}
            </p>
          )}
          {!fixedSource && <SourceFields form={form} servers={servers} />}
          {isSparkplug(values.mqtt_topic) ? (
            <MetricField form={form} metrics={metrics} />
          ) : (
            <PayloadFields
              form={form}
              shape={shape ?? (form.sampled === undefined ? null : shapeOf(form.sampled))}
            />
          )}
        </div>
        <div className="flex flex-col gap-3">
          <TriggerFields form={form} />
          <Trial form={form} />
        </div>
      </div>
      {failure !== null && (
        <p role="alert" className="mt-3 rounded-md bg-alarm-soft px-3 py-2 text-alarm">
          {errorText(failure)}
        </p>
      )}
    </div>
  );
}
