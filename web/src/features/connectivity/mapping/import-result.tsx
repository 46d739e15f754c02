import { cn } from '@/shared/lib/cn';
import { useTranslation } from 'react-i18next';
import type { ImportOutcome } from './mapping-csv';

export function ImportResult({ outcome }: { outcome: ImportOutcome }) {
  const { t } = useTranslation('connectivity');
  const { total, imported, failures } = outcome;
  return (
    <div role="alert" className="mt-3">
      <p className={cn('font-medium', imported > 0 ? 'text-caution' : 'text-alarm')}>
        {t('import.partial', { imported, count: total })}
      </p>
      <div className="mt-1 rounded-md border border-line">
        <table className="w-full text-sm">
          <caption className="sr-only">{t('import.failures')}</caption>
          <thead>
            <tr className="border-b border-line text-left text-xs text-ink-muted">
              <th scope="col" className="w-16 px-2.5 py-1 font-medium">
                {t('import.line')}
              </th>
              <th scope="col" className="px-2.5 py-1 font-medium">
                {t('import.reason')}
              </th>
            </tr>
          </thead>
          <tbody>
            {failures.map(({ row, line, reason }) => (
              <tr key={row} className="border-b border-line last:border-b-0">
                <td className="px-2.5 py-1 align-top tabular">{line}</td>
                <td className="px-2.5 py-1 break-words">{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
