// From what a machine says to the value: scale, offset, the decimal comma, and what an array is.
import { Checkbox, TextField } from '@/shared/ui/field';
import { ChoiceField } from '@/shared/ui/choice-field';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ARRAY_USES, emptyValue, SCALE_FIELDS, VALUE_FIELDS, type ValueForm } from './value-rule';

interface ValueFieldsProps {
  form: {
    values: ValueForm;
    problem: (path: string) => string | undefined;
    field: (name: keyof ValueForm) => object;
    register: (name: keyof ValueForm) => object;
  };
}

function ArrayFields({ form }: ValueFieldsProps) {
  const { values, field } = form;
  const { t } = useTranslation('connectivity');
  return (
    <div className="mt-3 grid gap-3 sm:grid-cols-2">
      <ChoiceField
        label={t('rule.arrays')}
        hint={t(`rule.arrayHints.${values.array_values}`)}
        {...field('array_values')}
        choices={ARRAY_USES}
        text={(use) => t(`rule.arrayUses.${use}`)}
      />
      {values.array_values === 'element' && (
        <TextField
          label={t('rule.arrayIndex')}
          hint={t('rule.arrayIndexHint')}
          inputMode="numeric"
          {...field('array_index')}
        />
      )}
    </div>
  );
}

export function ValueFields({ form }: ValueFieldsProps) {
  const { values, problem, field, register } = form;
  const { t } = useTranslation('connectivity');
  const id = useId();
  const [open, setOpen] = useState(() =>
    (Object.keys(emptyValue) as (keyof ValueForm)[]).some((name) => values[name] !== emptyValue[name]),
  );
  const isRefused = VALUE_FIELDS.some((name) => problem(name) !== undefined);
  return (
    <details open={open || isRefused} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer rounded text-sm font-medium text-accent">
        {t('rule.values')}
      </summary>
      <div className="mt-2 grid gap-3 sm:grid-cols-2">
        {SCALE_FIELDS.map((name) => (
          <TextField
            key={name}
            label={t(`rule.${name}`)}
            hint={t(`rule.${name}Hint`)}
            inputMode="decimal"
            {...field(name)}
          />
        ))}
      </div>
      <div className="mt-2">
        <Checkbox label={t('rule.decimal_comma')} aria-describedby={id} {...register('decimal_comma')} />
        <p id={id} className="text-xs text-ink-muted">
          {t('rule.decimal_commaHint')}
        </p>
      </div>
      <ArrayFields form={form} />
    </details>
  );
}
