// A secret that is shown once and never again: to be copied now.
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { controlClass } from '@/shared/ui/field';
import { cn } from '@/shared/lib/cn';
import { Check, Copy } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Copied = 'no' | 'yes' | 'byHand';

/** Browsers keep the clipboard from pages that came over plain http; there the text is marked, to be copied by its reader. */
function useCopy(text: string) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<Copied>('no');
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      setCopied('byHand');
    }
  };
  return { field, copied, copy };
}

interface SecretOnceProps {
  title: string;
  hint: string;
  /** What kind of secret it is. */
  label: string;
  secret: string;
  onDone: () => void;
}

export function SecretOnce({ title, hint, label, secret, onDone }: SecretOnceProps) {
  const { t } = useTranslation();
  const heading = useId();
  const id = useId();
  const { field, copied, copy } = useCopy(secret);
  const Icon = copied === 'yes' ? Check : Copy;
  return (
    <Card aria-labelledby={heading} className="flex max-w-2xl flex-col gap-3 p-3">
      <div>
        <h2 id={heading} className="text-base font-semibold">
          {title}
        </h2>
        <p className="text-ink-muted">{hint}</p>
      </div>
      <div>
        <label htmlFor={id} className="mb-1 block text-sm font-medium">
          {label}
        </label>
        <div className="flex gap-2">
          <input
            ref={field}
            id={id}
            readOnly
            value={secret}
            autoFocus
            spellCheck={false}
            onFocus={({ target }) => target.select()}
            className={cn(controlClass, 'font-mono')}
          />
          <Button icon={<Icon size={14} aria-hidden />} onClick={() => void copy()}>
            {t('secret.copy')}
          </Button>
        </div>
        <p role="status" className="mt-1 min-h-4 text-xs text-ink-muted">
          {copied !== 'no' && t(`secret.copied.${copied}`)}
        </p>
      </div>
      <div>
        <Button variant="primary" onClick={onDone}>
          {t('secret.done')}
        </Button>
      </div>
    </Card>
  );
}
