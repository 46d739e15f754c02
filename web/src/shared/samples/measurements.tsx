import type { Characteristic, Sample } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import type { ModelPoint } from '@/shared/charts/chart-model';
import { isAbove, isBelow } from '@/shared/lib/beyond';
import { cn } from '@/shared/lib/cn';
import { decimalsApart, formatDateTime, formatValue, parseTime } from '@/shared/lib/format';
import { Badge } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { TextField } from '@/shared/ui/field';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExclusion } from './use-exclusion';

interface MeasurementsProps {
  sample: Sample;
  point: ModelPoint | undefined;
  characteristic: Characteristic;
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt className="text-xs text-ink-muted">{name}</dt>
    <dd className="font-medium tabular">{value}</dd>
  </div>
);

function Chips({ sample, point }: { sample: Sample; point: ModelPoint | undefined }) {
  const { t } = useTranslation(['samples', 'common']);
  return (
    <div className="flex flex-wrap gap-1.5">
      {point &&
        (point.rules.length > 0 ? (
          <Badge tone="alarm">{t('outOfControl')}</Badge>
        ) : (
          <Badge tone="ok">{t('inControl')}</Badge>
        ))}
      {point && point.zone !== 'unknown' && <Badge>{t(`common:zones.${point.zone}`)}</Badge>}
      {sample.is_undersized && <Badge tone="caution">{t('undersized')}</Badge>}
      {sample.is_uncertain && <Badge tone="caution">{t('uncertain')}</Badge>}
      {sample.is_modified && <Badge tone="info">{t('modified', { count: sample.edit_count })}</Badge>}
      {sample.is_excluded && <Badge tone="neutral">{t('excluded')}</Badge>}
    </div>
  );
}

const outside = (value: number, { lsl, usl }: Characteristic): boolean =>
  (lsl !== null && isBelow(value, lsl)) || (usl !== null && isAbove(value, usl));

function Readings({ sample, characteristic }: { sample: Sample; characteristic: Characteristic }) {
  const { t } = useTranslation('samples');
  if (sample.measurements.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 text-xs font-semibold text-ink-muted">{t('readings')}</h3>
      <ol className="flex flex-wrap gap-1.5">
        {sample.measurements.map((value, index) => (
          // Readings have no identity but their place.
          <li
            key={index}
            className={cn(
              'rounded-md bg-sunken px-2.5 py-1 font-medium tabular',
              outside(value, characteristic) && 'bg-alarm-soft text-alarm',
            )}
          >
            {formatValue(value, characteristic.decimal_precision)}
          </li>
        ))}
      </ol>
    </section>
  );
}

function ExcludeForm({ sample }: { sample: Sample }) {
  const { t } = useTranslation(['samples', 'common']);
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const exclusion = useExclusion(sample);
  const action = t(sample.is_excluded ? 'restore' : 'exclude');

  if (!open) {
    return (
      <Button variant={sample.is_excluded ? 'secondary' : 'danger'} onClick={() => setOpen(true)}>
        {action}
      </Button>
    );
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (reason.trim() === '') return setMissing(true);
    void exclusion.send(reason.trim()).then((isStored) => {
      if (!isStored) return;
      setOpen(false);
      setReason('');
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 rounded-lg bg-sunken p-3">
      <TextField
        label={t('reason')}
        placeholder={t(sample.is_excluded ? 'restorePlaceholder' : 'reasonPlaceholder')}
        value={reason}
        maxLength={500}
        autoFocus
        error={missing && reason.trim() === '' ? t('reasonMissing') : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={() => setOpen(false)}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary" busy={exclusion.isPending}>
          {action}
        </Button>
      </div>
    </form>
  );
}

export function Measurements({ sample, point, characteristic }: MeasurementsProps) {
  const { t } = useTranslation(['samples', 'charts']);
  const canExclude = useCan('supervisor');
  const decimals = characteristic.decimal_precision;
  const beside = decimalsApart([point?.value, point?.ucl, point?.center, point?.lcl], decimals);
  const value = (number: number | null | undefined) => formatValue(number, beside);
  const isAttribute = characteristic.data_type !== 'variable';
  const { measurements } = sample;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center justify-between gap-3">
        <div>
          <div className="text-xs text-ink-muted">
            {t(isAttribute ? `charts:quantities.${characteristic.data_type as 'p'}` : 'mean')}
          </div>
          <div
            className={cn(
              'text-3xl leading-tight font-semibold tabular',
              point?.status === 'open' && 'text-alarm',
            )}
          >
            {value(sample.mean)}
          </div>
        </div>
        <Chips sample={sample} point={point} />
      </div>
      <Readings sample={sample} characteristic={characteristic} />
      <dl className="grid grid-cols-3 gap-x-4 gap-y-2.5">
        {isAttribute ? (
          <>
            <Fact name={t('count')} value={String(sample.defect_count ?? point?.count ?? '–')} />
            <Fact name={t('inspected')} value={String(sample.inspected_size ?? point?.inspected ?? '–')} />
          </>
        ) : (
          measurements.length > 1 && (
            <>
              <Fact name={t('range')} value={value(sample.range_value)} />
              <Fact name={t('min')} value={value(Math.min(...measurements))} />
              <Fact name={t('max')} value={value(Math.max(...measurements))} />
            </>
          )
        )}
        <Fact name={t('timestamp')} value={formatDateTime(parseTime(sample.timestamp))} />
        {sample.batch_number && <Fact name={t('batch')} value={sample.batch_number} />}
        {sample.operator_id && <Fact name={t('operator')} value={sample.operator_id} />}
      </dl>
      {sample.is_excluded && sample.exclude_reason && (
        <p className="text-ink-muted">{t('excludedBecause', { reason: sample.exclude_reason })}</p>
      )}
      {canExclude && (
        <div className="flex flex-col items-stretch [&>button]:self-start">
          <ExcludeForm sample={sample} />
        </div>
      )}
    </div>
  );
}
