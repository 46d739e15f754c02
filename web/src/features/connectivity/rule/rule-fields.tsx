// The whole form of an MQTT mapping, for the dialog and for the quick form beside the topics.
import type { TagMapping } from '@/shared/api/types';
import type { Source } from '@/shared/connectivity/source';
import { TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { type Server, serverKey } from '../servers';
import { MetricField } from './metric-field';
import { PayloadFields } from './payload-fields';
import { type PayloadShape, shapeOf } from './payload-paths';
import { isSparkplug } from './rule-form';
import { RuleFrame } from './rule-frame';
import { ServerField } from './server-field';
import { SourceOptions } from './source-options';
import { trialOfTopic } from './trial';
import { TriggerFields } from './trigger-fields';
import type { RuleFormState } from './use-rule-form';
import { ValueFields } from './value-fields';

interface RuleFieldsProps {
  form: RuleFormState;
  /** What can be chosen from; none where server and topic are chosen elsewhere. */
  servers?: readonly Server[];
  onServer?: (server: Server | null) => void;
  /** The mapping that is edited. */
  mapping: TagMapping | null;
  /** The characteristic cannot be changed. */
  isFixed?: boolean;
  /** All of the plant, to tell what would be replaced. */
  sources: readonly Source[];
  shape: PayloadShape | null;
  /** Of a Sparkplug topic, as far as they are known. */
  metrics?: readonly string[];
}

function TopicFields({ form, servers, onServer }: Pick<RuleFieldsProps, 'form' | 'servers' | 'onServer'>) {
  const { t } = useTranslation('connectivity');
  const { values, problem, field } = form;
  if (!servers || !onServer) return null;
  return (
    <div className="grid gap-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <ServerField
        servers={servers}
        value={values.broker_id === null ? null : serverKey('mqtt', values.broker_id)}
        onChange={onServer}
        error={problem('broker_id')}
      />
      <TextField
        label={t('rule.topic')}
        hint={t('rule.topicHint')}
        required
        spellCheck={false}
        {...field('mqtt_topic')}
      />
    </div>
  );
}

const NONE: readonly string[] = [];

export function RuleFields(props: RuleFieldsProps) {
  const { form, servers, onServer, mapping, isFixed = false, sources, shape, metrics = NONE } = props;
  const { t } = useTranslation('connectivity');
  const { values, field } = form;
  const sampled = form.sampled === undefined ? null : shapeOf(form.sampled);
  return (
    <RuleFrame
      form={form}
      trial={form.trial && trialOfTopic(form.trial)}
      isEdited={mapping !== null}
      isFixed={isFixed}
      sources={sources}
      source={
        <>
          <TopicFields form={form} {...(servers && onServer ? { servers, onServer } : {})} />
          {isSparkplug(values.mqtt_topic) ? (
            <MetricField form={form} metrics={metrics} />
          ) : (
            <PayloadFields form={form} shape={shape ?? sampled} />
          )}
          <ValueFields form={form} />
          <SourceOptions form={form} />
        </>
      }
      trigger={
        <TriggerFields
          protocol="mqtt"
          strategy={values.trigger_strategy}
          field={field}
          trigger={
            <TextField
              label={t('rule.triggerTopic')}
              hint={t('rule.triggerTopicHint')}
              required
              spellCheck={false}
              {...field('trigger_tag')}
            />
          }
        />
      }
    />
  );
}
