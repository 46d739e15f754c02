// Keeps the template that is typed, so that machines that come later are offered.
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateState } from './use-template';

export function KeepTemplate({ form }: { form: TemplateState }) {
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  const [name, setName] = useState('');
  const run = async (): Promise<void> => {
    try {
      await form.keep(name.trim());
      toast.success(t('template.keepDone', { name: name.trim() }));
      setName('');
    } catch {
      // Shown below the field.
    }
  };
  return (
    <div className="mt-3 flex items-end gap-2">
      <TextField
        label={t('template.keptName')}
        placeholder={t('template.keptNamePlaceholder')}
        className="w-64"
        value={name}
        error={form.keepFailure ? errorText(form.keepFailure) : undefined}
        onChange={({ target }) => setName(target.value)}
      />
      <Button
        busy={form.isKeeping}
        disabled={!form.isComplete || name.trim() === '' || form.isKeeping}
        onClick={() => void run()}
      >
        {t('template.keep')}
      </Button>
    </div>
  );
}
