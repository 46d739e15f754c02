// Many mappings at once from a CSV file, of topics or of nodes by its header; what could not be taken is listed with its
// line and reason.
import { useImportNodes } from '@/shared/api/queries/opcua-mappings';
import { useImportTags } from '@/shared/api/queries/tags';
import { useErrorText } from '@/shared/api/use-error-text';
import { download } from '@/shared/lib/download';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { TextAreaField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { Download, FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ImportResult } from './import-result';
import { PROTOCOLS, type Protocol } from '../protocols';
import { mappingsCsv, outcomeOf, protocolOf } from './mapping-csv';
import type { MappingRow } from './mapping-rows';

interface ImportDialogProps {
  rows: readonly MappingRow[];
  onClose: () => void;
}

export function ImportDialog({ rows, onClose }: ImportDialogProps) {
  const { t } = useTranslation(['connectivity', 'common']);
  const picker = useRef<HTMLInputElement>(null);
  const [csv, setCsv] = useState('');
  const [isMissing, setMissing] = useState(false);
  const imports: Record<Protocol, ReturnType<typeof useImportTags>> = {
    mqtt: useImportTags(),
    opcua: useImportNodes(),
  };
  const send = imports[protocolOf(csv)];
  const errorText = useErrorText();
  const outcome = send.data && outcomeOf(send.data);

  const change = (text: string): void => {
    for (const protocol of PROTOCOLS) imports[protocol].reset();
    setMissing(false);
    setCsv(text);
  };
  const run = async (): Promise<void> => {
    if (csv.trim() === '') {
      setMissing(true);
      return;
    }
    try {
      const { imported, total } = await send.mutateAsync(csv);
      if (imported === total) {
        toast.success(t('import.done', { count: imported }));
        onClose();
      }
    } catch {
      // Shown below the field.
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('import.title')}
      description={t('import.body')}
      className="w-[min(44rem,calc(100vw-2rem))]!"
    >
      <div className="mb-3 flex flex-wrap gap-2">
        <Button icon={<FileUp size={15} aria-hidden />} onClick={() => picker.current?.click()}>
          {t('import.choose')}
        </Button>
        {PROTOCOLS.map((protocol) => (
          <Button
            key={protocol}
            icon={<Download size={15} aria-hidden />}
            onClick={() =>
              download(
                new Blob([mappingsCsv(rows, protocol)], { type: 'text/csv' }),
                `mappings-${protocol}.csv`,
              )
            }
          >
            {t(`import.download.${protocol}`)}
          </Button>
        ))}
        <input
          ref={picker}
          type="file"
          hidden
          accept=".csv,text/csv,text/plain"
          data-testid="csv-file"
          onChange={({ target }) => {
            const file = target.files?.[0];
            target.value = '';
            if (file) void file.text().then(change);
          }}
        />
      </div>
      <TextAreaField
        label={t('import.text')}
        hint={t('import.textHint')}
        placeholder={t('import.placeholder')}
        value={csv}
        spellCheck={false}
        wrap="off"
        className="[&>textarea]:h-40 [&>textarea]:font-mono [&>textarea]:text-xs"
        error={isMissing ? t('import.missing') : undefined}
        onChange={({ target }) => change(target.value)}
      />
      {send.isError && (
        <p role="alert" className="mt-3 rounded-md bg-alarm-soft px-3 py-2 text-alarm">
          {errorText(send.error)}
        </p>
      )}
      {outcome && <ImportResult outcome={outcome} />}
      <DialogActions>
        <Button onClick={onClose}>{t(outcome ? 'common:close' : 'common:cancel')}</Button>
        <Button variant="primary" busy={send.isPending} onClick={() => void run()}>
          {t('import.run')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
