// Samples as rows: the recent ones beside the form, and the pages of the history.
import type { Sample } from '@/shared/api/types';
import { DataTable } from '@/shared/table/data-table';
import { useTranslation } from 'react-i18next';
import { type SampleColumnsInput, TIME, useSampleColumns } from './sample-columns';

interface SampleTableProps extends SampleColumnsInput {
  samples: readonly Sample[];
  sort?: { oldestFirst: boolean; onChange: (oldestFirst: boolean) => void };
}

export function SampleTable({ samples, sort, ...input }: SampleTableProps) {
  const { t } = useTranslation('dataEntry');
  const columns = useSampleColumns(input);
  return (
    <div className="relative scroll-thin overflow-x-auto">
      <DataTable
        caption={t('table.caption')}
        columns={columns}
        rows={samples}
        rowClassName={({ is_excluded }) => (is_excluded ? 'text-ink-muted' : undefined)}
        {...(sort && {
          sort: {
            value: { key: TIME, isDescending: !sort.oldestFirst },
            onChange: ({ isDescending }) => sort.onChange(!isDescending),
          },
        })}
      />
    </div>
  );
}
