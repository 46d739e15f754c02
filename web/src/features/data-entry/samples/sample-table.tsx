// Samples as rows: the recent ones beside the form, and the pages of the history.
import type { Sample } from '@/shared/api/types';
import { cn } from '@/shared/lib/cn';
import { useTranslation } from 'react-i18next';
import { type SampleColumnsInput, useSampleColumns } from './sample-columns';

interface SampleTableProps extends SampleColumnsInput {
  samples: readonly Sample[];
}

export function SampleTable({ samples, ...input }: SampleTableProps) {
  const { t } = useTranslation('dataEntry');
  const columns = useSampleColumns(input);
  return (
    <div className="scroll-thin overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{t('table.caption')}</caption>
        <thead>
          <tr className="border-b border-line">
            {columns.map(({ key, head, isNumber, ariaSort }) => (
              <th
                key={key}
                scope="col"
                aria-sort={ariaSort}
                className={cn(
                  'px-2 py-1.5 font-medium whitespace-nowrap text-ink-muted first:pl-3',
                  isNumber ? 'text-right' : 'text-left',
                )}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <tr
              key={sample.id}
              className={cn(
                'border-b border-line last:border-b-0 hover:bg-sunken',
                sample.is_excluded && 'text-ink-muted',
              )}
            >
              {columns.map(({ key, cell, isNumber, className }) => (
                <td
                  key={key}
                  className={cn(
                    'h-9 px-2 whitespace-nowrap first:pl-3',
                    isNumber && 'text-right tabular',
                    className,
                  )}
                >
                  {cell(sample)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
