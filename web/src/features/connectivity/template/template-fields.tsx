import { SelectField, TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { CharacteristicField } from '../rule/characteristic-field';
import { isSparkplug } from '../rule/rule-form';
import type { Server } from '../servers';
import type { TemplateForm } from './template-form';
import type { TemplateState } from './use-template';

type TextName = Exclude<keyof TemplateForm, 'broker_id' | 'model_characteristic_id' | 'model_mapping_id'>;

interface TemplateFieldsProps {
  form: TemplateState;
  brokers: readonly Server[];
}

export function TemplateFields({ form, brokers }: TemplateFieldsProps) {
  const { t } = useTranslation('connectivity');
  const { values, change, problem } = form;
  const text = (name: TextName) => ({
    value: values[name],
    error: problem(name),
    spellCheck: false,
    onChange: ({ target }: { target: { value: string } }) => change(name, target.value),
  });
  return (
    <div className="grid grid-cols-1 gap-x-5 gap-y-3 @3xl:grid-cols-2">
      <SelectField
        label={t('template.broker')}
        required
        value={values.broker_id ?? ''}
        error={problem('broker_id')}
        onChange={({ target }) => change('broker_id', target.value === '' ? null : Number(target.value))}
      >
        <option value="">{t('browse.selectServer')}</option>
        {brokers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('template.topic')}
        required
        placeholder={t('template.topicPlaceholder')}
        {...text('topic_pattern')}
      />
      {isSparkplug(values.topic_pattern) && (
        <TextField
          label={t('template.metric')}
          required
          placeholder={t('template.metricPlaceholder')}
          {...text('metric_pattern')}
        />
      )}
      <TextField
        label={t('template.place')}
        required
        hint={t('template.placeHint')}
        placeholder={t('template.placePlaceholder')}
        {...text('place_path')}
      />
      <TextField
        label={t('template.name')}
        required
        placeholder={t('template.namePlaceholder')}
        {...text('characteristic_name')}
      />
      <div>
        <CharacteristicField
          label={t('template.model')}
          value={values.model_characteristic_id}
          onChange={(id) => change('model_characteristic_id', id)}
          error={problem('model_characteristic_id') ?? problem('model_mapping_id')}
          disabled={false}
        />
        <p className="mt-1 text-xs text-ink-muted">{t('template.modelHint')}</p>
      </div>
      {(values.trigger_topic !== '' || problem('trigger_topic')) && (
        <TextField
          label={t('template.trigger')}
          placeholder={t('template.triggerPlaceholder')}
          {...text('trigger_topic')}
        />
      )}
      <div className="flex gap-3">
        <TextField label={t('template.placeType')} required className="flex-1" {...text('place_type')} />
        <TextField
          label={t('template.limit')}
          required
          inputMode="numeric"
          className="w-24"
          {...text('limit')}
        />
      </div>
    </div>
  );
}
