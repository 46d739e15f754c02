import { useSampleHistory } from '@/shared/api/queries/samples';
import { formatDateTime, formatValue, parseTime } from '@/shared/lib/format';
import { ErrorState, LoadingState } from '@/shared/ui/states';
import { useTranslation } from 'react-i18next';

export function EditHistory({ sampleId, decimals }: { sampleId: number; decimals: number }) {
  const { t } = useTranslation('samples');
  const { data: edits, isError, error } = useSampleHistory(sampleId);
  if (isError) return <ErrorState title={t('failed')} error={error} />;
  if (!edits) return <LoadingState />;
  const list = (values: number[]) => values.map((value) => formatValue(value, decimals)).join(', ');
  return (
    <ol className="flex flex-col gap-3">
      {edits.map((edit) => (
        <li key={edit.id} className="border-l-2 border-line pl-3">
          <div className="text-xs text-ink-muted">
            {t('changedBy', {
              user: edit.edited_by ?? '–',
              time: formatDateTime(parseTime(edit.edited_at)),
            })}
          </div>
          <div className="font-medium">{edit.reason}</div>
          <div className="tabular">
            <del className="text-ink-muted">{list(edit.previous_values)}</del> → {list(edit.new_values)}
          </div>
        </li>
      ))}
    </ol>
  );
}
