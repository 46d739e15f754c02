// PEM text: pasted, or read from a file that is chosen. Nothing is sent before the form is.
import { Button } from '@/shared/ui/button';
import { TextAreaField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { BrokerFormState } from './use-broker-form';

interface PemFieldProps {
  form: BrokerFormState;
  field: 'ca_certificate' | 'client_certificate' | 'client_key';
  label: string;
  hint?: string;
  disabled?: boolean;
  placeholder?: string;
}

const MOST_BYTES = 65_536;

export function PemField({ form, field, label, hint, disabled, placeholder }: PemFieldProps) {
  const { t } = useTranslation('connectivity');
  const picker = useRef<HTMLInputElement>(null);
  const read = async (file: File): Promise<void> => {
    if (file.size > MOST_BYTES) {
      toast.error(t('broker.fileTooLarge', { name: file.name }));
      return;
    }
    form.setValue(field, await file.text(), { shouldDirty: true, shouldValidate: true });
  };
  return (
    <div className="flex items-start gap-2">
      <TextAreaField
        label={label}
        hint={hint}
        className="flex-1 [&>textarea]:font-mono [&>textarea]:text-xs"
        spellCheck={false}
        autoComplete="off"
        disabled={disabled}
        placeholder={placeholder ?? t('broker.pemPlaceholder')}
        error={form.problem(field)}
        {...form.register(field)}
      />
      <Button
        className="mt-[1.375rem]"
        icon={<FileUp size={15} aria-hidden />}
        disabled={disabled}
        aria-label={t('broker.chooseFileFor', { name: label })}
        onClick={() => picker.current?.click()}
      >
        {t('broker.chooseFile')}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".pem,.crt,.cer,.key,text/plain"
        data-testid={`file-${field}`}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file) void read(file);
        }}
      />
    </div>
  );
}
