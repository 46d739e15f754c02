import { download } from '@/shared/lib/download';
import { Button } from '@/shared/ui/button';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Column, tableCsv } from './columns';

interface ExportButtonProps<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  /** Of the file, without its ending. */
  name: string;
}

/** Hands the rows to a spreadsheet. */
export function ExportButton<Row>({ rows, columns, name }: ExportButtonProps<Row>) {
  const { t } = useTranslation();
  return (
    <Button
      icon={<Download size={15} aria-hidden />}
      disabled={rows.length === 0}
      onClick={() =>
        download(
          new Blob([tableCsv(rows, columns)], { type: 'text/csv' }),
          `${name.replaceAll(/[^\w-]+/g, '-')}.csv`,
        )
      }
    >
      {t('table.export')}
    </Button>
  );
}
