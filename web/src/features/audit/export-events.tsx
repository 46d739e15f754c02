import { exportAuditTrail } from '@/shared/api/queries/audit';
import type { ChartWindow } from '@/shared/api/chart-window';
import type { AuditQuery } from '@/shared/api/types';
import { download } from '@/shared/lib/download';
import { Button } from '@/shared/ui/button';
import { useTold } from '@/shared/ui/use-told';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface ExportEventsProps {
  filter: AuditQuery;
  window: ChartWindow | null;
}

/** What is shown, all pages of it, as a file of the server's. */
export function ExportEvents({ filter, window }: ExportEventsProps) {
  const { t } = useTranslation('audit');
  const told = useTold();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await told(
      async () =>
        download(
          new Blob([await exportAuditTrail(filter, window)], { type: 'text/csv' }),
          `${t('fileName')}.csv`,
        ),
      { done: t('exported'), failed: t('exportFailed') },
    );
    setBusy(false);
  };
  return (
    <Button
      className="print:hidden"
      busy={busy}
      icon={<Download size={15} aria-hidden />}
      onClick={() => void run()}
    >
      {t('export')}
    </Button>
  );
}
