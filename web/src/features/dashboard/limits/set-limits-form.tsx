import { useChangeLimits, useLimitsPreview } from '@/shared/api/queries/limits';
import type { Characteristic, SetLimitsRequest } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { parseNumber } from '@/shared/lib/number-text';
import { Button } from '@/shared/ui/button';
import { DialogActions } from '@/shared/ui/dialog';
import { TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PreviewTable } from './preview-table';

const FIELDS = ['ucl', 'center_line', 'lcl', 'sigma'] as const;
type FieldName = (typeof FIELDS)[number];
type Texts = Record<FieldName, string>;

interface SetLimitsFormProps {
  characteristic: Characteristic;
  onClose: () => void;
}

const text = (value: number | null): string => (value === null ? '' : String(value));

/** What the fields say; null while one of them is no number. */
export function limitsOf(texts: Texts): SetLimitsRequest | null {
  const [ucl, center_line, lcl, sigma] = FIELDS.map((name) => parseNumber(texts[name]));
  return typeof ucl === 'number' &&
    typeof center_line === 'number' &&
    typeof lcl === 'number' &&
    typeof sigma === 'number'
    ? { ucl, center_line, lcl, sigma }
    : null;
}

export function SetLimitsForm({ characteristic, onClose }: SetLimitsFormProps) {
  const { t } = useTranslation(['dashboard', 'charts', 'common']);
  const [texts, setTexts] = useState<Texts>({
    ucl: text(characteristic.ucl),
    center_line: text(characteristic.stored_center_line),
    lcl: text(characteristic.lcl),
    sigma: text(characteristic.stored_sigma),
  });
  const [note, setNote] = useState('');
  const change = useChangeLimits(characteristic.id);
  const errorText = useErrorText();
  const body = useMemo(() => limitsOf(texts), [texts]);
  const asked = useDeferredValue(body);
  const preview = useLimitsPreview(characteristic.id, asked && { kind: 'set', body: asked });

  const run = (): void => {
    if (!body) return;
    const why = note.trim();
    change.mutateAsync({ kind: 'set', body: why === '' ? body : { ...body, note: why } }).then(
      () => {
        toast.success(t('limits.set'));
        onClose();
      },
      (error: unknown) => toast.error(t('recalculate.failed'), errorText(error)),
    );
  };

  const label = { ucl: t('charts:ucl'), center_line: t('charts:center'), lcl: t('charts:lcl') };
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3">
        {FIELDS.map((name) => (
          <TextField
            key={name}
            required
            inputMode="decimal"
            label={name === 'sigma' ? t('limits.sigma') : label[name]}
            value={texts[name]}
            error={parseNumber(texts[name]) === 'invalid' ? t('limits.noNumber') : undefined}
            onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
          />
        ))}
      </div>
      <TextField
        label={t('limits.note')}
        placeholder={t('limits.notePlaceholder')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {body && <PreviewTable preview={preview} decimals={characteristic.decimal_precision} />}
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button
          variant="primary"
          busy={change.isPending}
          disabled={!body || !preview.isSuccess}
          onClick={run}
        >
          {t('limits.apply')}
        </Button>
      </DialogActions>
    </div>
  );
}
