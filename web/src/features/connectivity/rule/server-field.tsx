import { SelectField } from '@/shared/ui/field';
import { useTranslation } from 'react-i18next';
import type { Server } from '../servers';

interface ServerFieldProps {
  servers: readonly Server[];
  /** The key of the chosen one. */
  value: string | null;
  onChange: (server: Server | null) => void;
  error: string | undefined;
}

/** A server of whatever protocol; those that share a name are told apart by it. */
export function ServerField({ servers, value, onChange, error }: ServerFieldProps) {
  const { t } = useTranslation('connectivity');
  const isMixed = new Set(servers.map(({ protocol }) => protocol)).size > 1;
  return (
    <SelectField
      label={t('rule.server')}
      required
      value={value ?? ''}
      error={error}
      onChange={({ target }) => onChange(servers.find(({ key }) => key === target.value) ?? null)}
    >
      <option value="">{t('browse.selectServer')}</option>
      {servers.map(({ key, name, protocol }) => (
        <option key={key} value={key}>
          {isMixed ? t('rule.serverOf', { name, protocol: t(`protocols.${protocol}`) }) : name}
        </option>
      ))}
    </SelectField>
  );
}
