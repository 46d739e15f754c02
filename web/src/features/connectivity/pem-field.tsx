// PEM text: pasted, or read from a file that is chosen. Nothing is sent before the form is.
import { Button } from '@/shared/ui/button';
import { TextAreaField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { UseFormRegisterReturn } from 'react-hook-form';

interface PemForm<Name extends string> {
  field(name: Name): UseFormRegisterReturn & { error: string | undefined };
  set(change: Partial<Record<Name, string>>): void;
}

interface PemFieldProps<Name extends string> {
  form: PemForm<NoInfer<Name>>;
  name: Name;
  label: string;
  hint?: string;
  disabled?: boolean;
  placeholder?: string;
}

const MOST_BYTES = 65_536;

export function PemField<Name extends string>(props: PemFieldProps<Name>) {
  const { form, name, label, hint, disabled, placeholder } = props;
  const { t } = useTranslation('connectivity');
  const picker = useRef<HTMLInputElement>(null);
  const read = async (file: File): Promise<void> => {
    if (file.size > MOST_BYTES) {
      toast.error(t('pem.tooLarge', { name: file.name }));
      return;
    }
    form.set({ [name]: await file.text() } as Record<Name, string>);
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
        placeholder={placeholder ?? t('pem.placeholder')}
        {...form.field(name)}
      />
      <Button
        className="mt-[1.375rem]"
        icon={<FileUp size={15} aria-hidden />}
        disabled={disabled}
        aria-label={t('pem.chooseFor', { name: label })}
        onClick={() => picker.current?.click()}
      >
        {t('pem.choose')}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".pem,.crt,.cer,.key,text/plain"
        data-testid={`file-${name}`}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file) void read(file);
        }}
      />
    </div>
  );
}
