// Where the values of the characteristic come from, and whether they still do. For those who may read mappings.
import { useBrokerStatus } from '@/shared/api/queries/brokers';
import { useMappings } from '@/shared/api/queries/tags';
import type { Characteristic } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { healthTone, sourceHealth } from '@/shared/connectivity/source-health';
import { cn } from '@/shared/lib/cn';
import { useNow } from '@/shared/lib/use-now';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Ago } from '@/shared/ui/ago';
import type { Tone } from '@/shared/ui/badge';
import { Cable } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** Slower than the hub: this line stands beside a chart that moves by itself. */
const POLL_MS = 10_000;

const toneClass: Record<Tone, string> = {
  alarm: 'text-alarm',
  caution: 'text-caution',
  ok: 'text-ok',
  info: 'text-info',
  neutral: 'text-ink-muted',
};

function Line({ characteristic }: { characteristic: Characteristic }) {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const { data: mappings } = useMappings(
    { plant_id: plantId },
    { enabled: plantId !== null, everyMs: POLL_MS },
  );
  const mapping = mappings?.find(({ characteristic_id }) => characteristic_id === characteristic.id);
  const { data: status } = useBrokerStatus(mapping?.broker_id ?? null, POLL_MS);
  const now = useNow(1_000);
  if (!mapping) return null;
  const health = sourceHealth(mapping, status);
  const tone = toneClass[healthTone[health]];
  return (
    <p
      data-testid="source"
      data-health={health}
      className="flex min-w-0 items-center gap-1.5 text-xs text-ink-muted"
    >
      <Cable size={13} aria-hidden className={cn('shrink-0', tone)} />
      <Link
        to="/connectivity/mapping"
        aria-label={`${t('source.label')}: ${t('source.mqtt', { topic: mapping.mqtt_topic })}`}
        className="max-w-64 truncate hover:text-accent hover:underline"
      >
        {t('source.mqtt', { topic: mapping.mqtt_topic })}
      </Link>
      {health !== 'live' && <span className={cn('font-medium', tone)}>· {t(`source.${health}`)}</span>}
      {mapping.last_message_at && (
        <span className="whitespace-nowrap">
          {'· '}
          {t('source.lastMessage')} <Ago time={mapping.last_message_at} now={now} />
        </span>
      )}
    </p>
  );
}

export function SourceLine({ characteristic }: { characteristic: Characteristic }) {
  const canRead = useCan('engineer');
  return canRead && characteristic.data_source ? <Line characteristic={characteristic} /> : null;
}
