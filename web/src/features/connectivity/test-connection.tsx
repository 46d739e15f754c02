import { formatRough } from '@/shared/lib/format';
import { cn } from '@/shared/lib/cn';
import { Button } from '@/shared/ui/button';
import { CircleAlert, CircleCheck, PlugZap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CertificatesLink } from './server-error';

export interface TestResult {
  success: boolean;
  message: string;
  latency_ms: number | null;
  /** A person has to approve a certificate; where there is a list of them. */
  is_untrusted?: boolean;
}

interface TestConnectionProps {
  form: { tryOut: () => Promise<void>; isTrying: boolean; trial: TestResult | undefined };
  /** What the test goes without. */
  caveat: string | null;
}

/** Tries what is typed, without storing it. */
export function TestConnection({ form, caveat }: TestConnectionProps) {
  const { t } = useTranslation('connectivity');
  const { trial: result, isTrying } = form;
  const Icon = result?.success ? CircleCheck : CircleAlert;
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
      <Button icon={<PlugZap size={15} aria-hidden />} busy={isTrying} onClick={() => void form.tryOut()}>
        {t(isTrying ? 'testing.busy' : 'testing.run')}
      </Button>
      <div role="status" className="min-w-0">
        {result && (
          <p
            data-testid="test-result"
            className={cn(
              'flex flex-wrap items-center gap-1.5 font-medium break-words',
              result.success ? 'text-ok' : 'text-alarm',
            )}
          >
            <Icon size={16} aria-hidden className="shrink-0" />
            {result.message}
            {result.latency_ms !== null && (
              <span className="font-normal text-ink-muted tabular">
                {t('testing.latency', { ms: formatRough(result.latency_ms) })}
              </span>
            )}
            {result.is_untrusted && <CertificatesLink />}
          </p>
        )}
      </div>
      {caveat !== null && <p className="text-xs text-ink-muted">{caveat}</p>}
    </div>
  );
}
