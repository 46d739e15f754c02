import { Button, IconButton } from '@/shared/ui/button';
import { Checkbox, SelectField, TextField } from '@/shared/ui/field';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CheckGroup } from '@/shared/ui/check-group';
import { FormSection } from '@/shared/ui/form-section';
import { MAX_WINDOWS, NIGHT, type QuietWindow } from './rule-form';
import type { RuleFormState } from './use-rule-form';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

function WindowFields({ form, index }: { form: RuleFormState; index: number }) {
  const { t } = useTranslation('notifications');
  const { values, set, problem } = form;
  const window = values.windows[index] ?? NIGHT;
  const change = (part: Partial<QuietWindow>) =>
    set({ windows: values.windows.map((each, i) => (i === index ? { ...each, ...part } : each)) });
  const at = (member: string) => problem(`quiet_hours.windows.${index}.${member}`);
  return (
    <li className="flex gap-3 border-l-2 border-line pl-3">
      <div className="flex flex-1 flex-col gap-2">
        <CheckGroup
          legend={t('rule.windowDays', { window: index + 1 })}
          options={DAYS.map((value) => ({ value, label: t(`days.${value}`) }))}
          value={window.days}
          onChange={(days) => change({ days })}
          error={at('days')}
        />
        <div className="flex gap-3">
          <TextField
            label={t('rule.from')}
            type="time"
            required
            className="w-32"
            value={window.from}
            onChange={({ target }) => change({ from: target.value })}
            error={at('from')}
          />
          <TextField
            label={t('rule.to')}
            type="time"
            required
            className="w-32"
            value={window.to}
            onChange={({ target }) => change({ to: target.value })}
            error={at('to')}
          />
        </div>
      </div>
      {values.windows.length > 1 && (
        <IconButton
          label={t('rule.removeWindow', { window: index + 1 })}
          onClick={() => set({ windows: values.windows.filter((_, i) => i !== index) })}
        >
          <Trash2 size={14} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}

export function QuietSection({ form }: { form: RuleFormState }) {
  const { t } = useTranslation('notifications');
  const { values, set, register, problem } = form;
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <FormSection title={t('rule.quietHours')} hint={t('rule.quietHint')}>
      <Checkbox label={t('rule.quiet')} {...register('quiet')} />
      {values.quiet && (
        <>
          <SelectField
            label={t('rule.timeZone')}
            className="sm:w-72"
            value={values.time_zone}
            onChange={({ target }) => set({ time_zone: target.value })}
            error={problem('quiet_hours.time_zone')}
          >
            {!zones.includes(values.time_zone) && <option>{values.time_zone}</option>}
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </SelectField>
          <ul className="flex flex-col gap-3">
            {values.windows.map((_, i) => (
              // A window has no name of its own: its place is what it is.
              <WindowFields key={i} form={form} index={i} />
            ))}
          </ul>
          {values.windows.length < MAX_WINDOWS && (
            <Button
              icon={<Plus size={14} aria-hidden />}
              onClick={() => set({ windows: [...values.windows, NIGHT] })}
              className="self-start"
            >
              {t('rule.addWindow')}
            </Button>
          )}
          <Checkbox label={t('rule.critical')} {...register('critical_breaks_through')} />
        </>
      )}
    </FormSection>
  );
}
