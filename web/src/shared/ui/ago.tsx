import { ago } from '@/shared/lib/ago';
import { formatDateTime, parseTime } from '@/shared/lib/format';
import { useTranslation } from 'react-i18next';

interface AgoProps {
  time: string;
  /** From useNow(), called once for all that are shown together. */
  now: number;
}

/** "3 s ago", with the full time as its tooltip. */
export function Ago({ time, now }: AgoProps) {
  const { t } = useTranslation();
  const at = parseTime(time);
  const { unit, count } = ago(at.getTime(), now);
  return (
    <time dateTime={at.toISOString()} title={formatDateTime(at)} className="tabular">
      {t(`ago.${unit}`, { count })}
    </time>
  );
}
