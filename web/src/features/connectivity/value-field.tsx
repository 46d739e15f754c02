import { SelectField, TextField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import type { ValueKind } from './command-value';

interface ValueFieldProps {
  kind: ValueKind;
  value: string;
  onChange: (typed: string) => void;
  error: string | undefined;
  hint: string | undefined;
}

/** A value as the type of the node or metric wants it. */
export function ValueField({ kind, value, onChange, error, hint }: ValueFieldProps) {
  const { t } = useTranslation('connectivity');
  return kind === 'boolean' ? (
    <SelectField
      label={t('sparkplug.value')}
      hint={hint}
      value={value === '' ? 'true' : value}
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="true">{t('sparkplug.true')}</option>
      <option value="false">{t('sparkplug.false')}</option>
    </SelectField>
  ) : (
    <TextField
      label={t('sparkplug.value')}
      hint={hint}
      required
      inputMode={kind === 'number' ? 'decimal' : 'text'}
      value={value}
      error={error}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
