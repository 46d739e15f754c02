import { useChangeLimits, useLimitsPreview } from '@/shared/api/queries/limits';
import type { LimitsRequest } from '@/shared/api/keys';
import type { Characteristic } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { DialogActions } from '@/shared/ui/dialog';
import { Checkbox, SelectField, TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PreviewTable } from './preview-table';

const baselines = [25, 50, 100, 200] as const;
/** Fewer samples give limits that say little; the server refuses below this. */
const MIN_SAMPLES = 2;

interface RecalculateFormProps {
  characteristic: Characteristic;
  onClose: () => void;
}

export function RecalculateForm({ characteristic, onClose }: RecalculateFormProps) {
  const { t } = useTranslation(['dashboard', 'common']);
  const [lastN, setLastN] = useState('');
  const [excludeBeyond, setExcludeBeyond] = useState(true);
  const [note, setNote] = useState('');
  const change = useChangeLimits(characteristic.id);
  const errorText = useErrorText();

  const query = {
    exclude_beyond_limits: excludeBeyond,
    min_samples: MIN_SAMPLES,
    ...(lastN === '' ? {} : { last_n: Number(lastN) }),
  };
  const preview = useLimitsPreview(characteristic.id, { kind: 'recalculate', query });

  const run = (): void => {
    const request: LimitsRequest = {
      kind: 'recalculate',
      query: note.trim() === '' ? query : { ...query, note: note.trim() },
    };
    // A promise and not the callbacks of mutate(): the first limits take away the note that the button stands in.
    change.mutateAsync(request).then(
      ({ calculation }) => {
        toast.success(
          t('recalculate.done', { count: calculation.sample_count }),
          calculation.excluded_count > 0
            ? t('recalculate.leftOut', { count: calculation.excluded_count })
            : undefined,
        );
        onClose();
      },
      (error: unknown) => toast.error(t('recalculate.failed'), errorText(error)),
    );
  };

  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-muted">{t('recalculate.body')}</p>
      <SelectField
        label={t('recalculate.baseline')}
        value={lastN}
        onChange={(event) => setLastN(event.target.value)}
      >
        <option value="">{t('recalculate.all')}</option>
        {baselines.map((count) => (
          <option key={count} value={count}>
            {t('recalculate.lastN', { count })}
          </option>
        ))}
      </SelectField>
      <Checkbox
        label={t('recalculate.excludeBeyond')}
        checked={excludeBeyond}
        onChange={(event) => setExcludeBeyond(event.target.checked)}
      />
      <TextField
        label={t('limits.note')}
        placeholder={t('limits.notePlaceholder')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <PreviewTable preview={preview} decimals={characteristic.decimal_precision} />
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button variant="primary" busy={change.isPending} disabled={!preview.isSuccess} onClick={run}>
          {change.isPending ? t('recalculate.running') : t('recalculate.run')}
        </Button>
      </DialogActions>
    </div>
  );
}
