import type { Broker } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { Button } from '@/shared/ui/button';
import { CircleAlert, CircleCheck, PlugZap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { untestable } from './broker-form';
import type { BrokerFormState } from './use-broker-form';

/** Tries what is typed, without storing it. */
export function TestConnection({ form, broker }: { form: BrokerFormState; broker: Broker | null }) {
  const { t } = useTranslation('connectivity');
  const { testResult: result, isTesting } = form;
  const missing = untestable(form.values, broker);
  const Icon = result?.success ? CircleCheck : CircleAlert;
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
      <Button icon={<PlugZap size={15} aria-hidden />} busy={isTesting} onClick={() => void form.test()}>
        {t(isTesting ? 'broker.testing' : 'broker.test')}
      </Button>
      <div role="status" className="min-w-0">
        {result && (
          <p
            data-testid="test-result"
            className={cn(
              'flex items-center gap-1.5 font-medium break-words',
              result.success ? 'text-ok' : 'text-alarm',
            )}
          >
            <Icon size={16} aria-hidden className="shrink-0" />
            {result.message}
            {result.latency_ms !== null && (
              <span className="font-normal text-ink-muted tabular">
                {t('broker.latency', { ms: result.latency_ms.toLocaleString() })}
              </span>
            )}
          </p>
        )}
      </div>
      {missing.length > 0 && (
        <p className="text-xs text-ink-muted">
          {t(
            missing.length > 1 ? 'broker.testWithoutBoth' : `broker.testWithout.${missing[0] ?? 'password'}`,
          )}
        </p>
      )}
    </div>
  );
}
