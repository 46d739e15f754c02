import { Button, IconButton } from '@/shared/ui/button';
import { TextField } from '@/shared/ui/field';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FormSection } from '@/shared/ui/form-section';
import { ChannelGroup } from './channel-group';
import { type Level, MAX_LEVELS } from './rule-form';
import type { RuleFormState } from './use-rule-form';

export function EscalationSection({ form }: { form: RuleFormState }) {
  const { t } = useTranslation('notifications');
  const { values, set, problem } = form;
  const change = (index: number, part: Partial<Level>) =>
    set({ levels: values.levels.map((level, i) => (i === index ? { ...level, ...part } : level)) });
  const add = () => {
    const last = Number(values.levels.at(-1)?.after_minutes ?? 0);
    const after = Number.isFinite(last) ? last + 30 : 30;
    set({ levels: [...values.levels, { after_minutes: String(after), channel_ids: [] }] });
  };
  return (
    <FormSection title={t('rule.escalation')} hint={t('rule.escalationHint')}>
      {values.levels.length > 0 && (
        <ol className="flex flex-col gap-3">
          {values.levels.map((level, i) => (
            // A level has no name of its own: its place is what it is.
            <li key={i} className="flex gap-3 border-l-2 border-line pl-3">
              <div className="flex flex-1 flex-col gap-2">
                <TextField
                  label={t('rule.levelAfter', { level: i + 1 })}
                  className="sm:w-64"
                  inputMode="numeric"
                  value={level.after_minutes}
                  onChange={({ target }) => change(i, { after_minutes: target.value })}
                  error={problem(`escalation.${i}.after_minutes`)}
                />
                <ChannelGroup
                  form={form}
                  legend={t('rule.levelChannels', { level: i + 1 })}
                  field={`escalation.${i}.channel_ids`}
                  value={level.channel_ids}
                  onChange={(channel_ids) => change(i, { channel_ids })}
                />
              </div>
              <IconButton
                label={t('rule.removeLevel', { level: i + 1 })}
                onClick={() => set({ levels: values.levels.filter((_, at) => at !== i) })}
              >
                <Trash2 size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ol>
      )}
      {values.levels.length < MAX_LEVELS && (
        <Button icon={<Plus size={14} aria-hidden />} onClick={add} className="self-start">
          {t('rule.addLevel')}
        </Button>
      )}
    </FormSection>
  );
}
