// From the number that a machine says to the value: scale, offset and the decimal comma.
import { Checkbox, TextField } from '@/shared/ui/field';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emptyValue, VALUE_FIELDS, type ValueForm } from './value-rule';

interface ValueFieldsProps {
  values: ValueForm;
  problem: (field: (typeof VALUE_FIELDS)[number]) => string | undefined;
  /** What an input of that name needs. */
  field: (name: keyof ValueForm) => object;
}

export function ValueFields({ values, problem, field }: ValueFieldsProps) {
  const { t } = useTranslation('connectivity');
  const id = useId();
  const [open, setOpen] = useState(
    () =>
      values.scale !== emptyValue.scale || values.offset !== emptyValue.offset || values.decimal_comma,
  );
  const isRefused = VALUE_FIELDS.some((name) => problem(name) !== undefined);
  return (
    <details open={open || isRefused} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer rounded text-sm font-medium text-accent">
        {t('rule.values')}
      </summary>
      <div className="mt-2 grid gap-3 sm:grid-cols-2">
        {VALUE_FIELDS.map((name) => (
          <TextField
            key={name}
            label={t(`rule.${name}`)}
            hint={t(`rule.${name}Hint`)}
            inputMode="decimal"
            error={problem(name)}
            {...field(name)}
          />
        ))}
      </div>
      <div className="mt-2">
        <Checkbox label={t('rule.decimal_comma')} aria-describedby={id} {...field('decimal_comma')} />
        <p id={id} className="text-xs text-ink-muted">
          {t('rule.decimal_commaHint')}
        </p>
      </div>
    </details>
  );
}
