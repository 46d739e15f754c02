// What became of a bulk acknowledgement of which some failed.
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Outcome } from './use-acknowledgement';
import { useViolationText } from './violation-text';

export function AcknowledgeResult({ outcome: { acknowledged, failures } }: { outcome: Outcome }) {
  const { t } = useTranslation('violations');
  const { fullName } = useViolationText();
  return (
    <div role="status" className="flex flex-col gap-3">
      <p className="flex items-center gap-2 font-medium">
        <CircleCheck size={17} aria-hidden className="shrink-0 text-ok" />
        {t('ack.partial', {
          successful: acknowledged.length,
          total: acknowledged.length + failures.length,
        })}
      </p>
      <p className="flex items-center gap-2 font-medium">
        <CircleAlert size={17} aria-hidden className="shrink-0 text-alarm" />
        {t('ack.failures', { count: failures.length })}
      </p>
      <ul className="max-h-60 scroll-thin divide-y divide-line overflow-y-auto rounded-lg border border-line px-3">
        {failures.map(({ violation, error }) => (
          <li key={violation.id} className="py-1.5">
            <span className="block first-letter:uppercase">{fullName(violation)}</span>
            <span className="block text-alarm">{error}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
