import { download } from '@/shared/lib/download';
import { Button } from '@/shared/ui/button';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface ExportButtonProps {
  csv: () => string;
  /** Of the file, without its ending. */
  name: string;
}

/** Hands a table to a spreadsheet. */
export function ExportButton({ csv, name }: ExportButtonProps) {
  const { t } = useTranslation();
  return (
    <Button
      className="print:hidden"
      icon={<Download size={15} aria-hidden />}
      onClick={() =>
        download(new Blob([csv()], { type: 'text/csv' }), `${name.replaceAll(/[^\w-]+/g, '-')}.csv`)
      }
    >
      {t('table.export')}
    </Button>
  );
}
