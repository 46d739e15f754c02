import { TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import { FormSection } from '@/shared/ui/form-section';
import { ChannelGroup } from './channel-group';
import type { RuleFormState } from './use-rule-form';

export function TellSection({ form }: { form: RuleFormState }) {
  const { t } = useTranslation('notifications');
  const { values, set, field } = form;
  return (
    <FormSection title={t('rule.who')}>
      <ChannelGroup
        form={form}
        legend={t('rule.channels')}
        field="channel_ids"
        value={values.channel_ids}
        onChange={(channel_ids) => set({ channel_ids })}
      />
      <TextField
        label={t('rule.repeat')}
        hint={t('rule.repeatHint')}
        className="sm:w-96"
        inputMode="numeric"
        {...field('repeat_minutes')}
      />
    </FormSection>
  );
}
