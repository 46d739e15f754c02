// How a payload becomes a reading.
import { TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PayloadShape } from './payload-paths';
import { EXTRA_PATHS, FORMATS } from './rule-form';
import { TimeFields } from './time-fields';
import type { RuleFormState } from './use-rule-form';

interface PayloadFieldsProps {
  form: RuleFormState;
  /** Of a message that was sampled; its places are offered. */
  shape: PayloadShape | null;
}

const HINTS: Partial<Record<(typeof EXTRA_PATHS)[number], 'rule.timestampHint' | 'rule.sequenceHint'>> = {
  timestamp_path: 'rule.timestampHint',
  sequence_path: 'rule.sequenceHint',
};

function JsonFields({ form, shape }: PayloadFieldsProps) {
  const { t } = useTranslation('connectivity');
  const { field, problem, values } = form;
  const id = useId();
  const [open, setOpen] = useState(() => EXTRA_PATHS.some((path) => values[path] !== ''));
  const isRefused = [...EXTRA_PATHS, 'time_zone' as const].some((path) => problem(path) !== undefined);
  return (
    <>
      <TextField
        label={t('rule.valuePath')}
        hint={t('rule.valuePathHint')}
        spellCheck={false}
        list={`${id}-numbers`}
        {...field('value_path')}
      />
      <details open={open || isRefused} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="w-fit cursor-pointer rounded text-sm font-medium text-accent">
          {t('rule.extras')}
        </summary>
        <div className="mt-2 grid gap-3 sm:grid-cols-2">
          {EXTRA_PATHS.map((path) => (
            <TextField
              key={path}
              label={t(`rule.${path}`)}
              hint={HINTS[path] && t(HINTS[path])}
              spellCheck={false}
              list={`${id}-values`}
              {...field(path)}
            />
          ))}
        </div>
        {values.timestamp_path.trim() !== '' && <TimeFields form={form} />}
      </details>
      <datalist id={`${id}-numbers`}>
        {shape?.numbers.map((path) => (
          <option key={path} value={path} />
        ))}
      </datalist>
      <datalist id={`${id}-values`}>
        {shape?.values.map((path) => (
          <option key={path} value={path} />
        ))}
      </datalist>
    </>
  );
}

export function PayloadFields({ form, shape }: PayloadFieldsProps) {
  const { t } = useTranslation('connectivity');
  const { field, register, values } = form;
  return (
    <>
      <ChoiceField
        label={t('rule.format')}
        hint={t(`rule.formatHints.${values.payload_format}`)}
        {...register('payload_format')}
        choices={FORMATS}
        text={(format) => t(`rule.formats.${format}`)}
      />
      {values.payload_format === 'json' && <JsonFields form={form} shape={shape} />}
      {values.payload_format === 'text' && (
        <TextField
          label={t('rule.pattern')}
          hint={t('rule.patternHint')}
          placeholder={t('rule.patternPlaceholder')}
          spellCheck={false}
          required
          className="[&>input]:font-mono"
          {...field('pattern')}
        />
      )}
    </>
  );
}
