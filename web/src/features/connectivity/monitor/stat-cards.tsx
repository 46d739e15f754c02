import { cn } from '@/shared/lib/cn';
import type { Tone } from '@/shared/ui/badge';
import { useTranslation } from 'react-i18next';
import { formatRate, type Pipeline } from './pipeline';

interface StatProps {
  name: string;
  value: string;
  note: string;
  tone?: Tone;
}

const toneClass: Record<Tone, string> = {
  alarm: 'text-alarm',
  caution: 'text-caution',
  ok: 'text-ok',
  info: 'text-info',
  neutral: 'text-ink',
};

function Stat({ name, value, note, tone = 'neutral' }: StatProps) {
  return (
    <li className="rounded-lg border border-line bg-surface px-3 py-2 shadow-card">
      <p className="text-xs text-ink-muted">{name}</p>
      <p className={cn('text-xl leading-tight font-semibold tabular', toneClass[tone])}>{value}</p>
      <p className="truncate text-xs text-ink-muted tabular">{note}</p>
    </li>
  );
}

export function StatCards({ pipeline }: { pipeline: Pipeline }) {
  const { t } = useTranslation('connectivity');
  const { servers, connected, mapped, activeMappings, isActive, receivedPerSecond, errors } = pipeline;
  return (
    <ul aria-label={t('monitor.figures')} className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
      <Stat name={t('monitor.totalServers')} value={String(servers)} note={t('monitor.totalServersNote')} />
      <Stat
        name={t('monitor.connected')}
        value={String(connected)}
        note={servers === 0 ? t('monitor.none') : t('monitor.connectedNote', { count: servers - connected })}
        tone={connected > 0 ? 'ok' : 'neutral'}
      />
      <Stat
        name={t('monitor.mapped')}
        value={String(mapped)}
        note={mapped === 0 ? t('monitor.none') : t('monitor.mappedNote', { count: mapped - activeMappings })}
      />
      <Stat
        name={t('monitor.activity')}
        value={t(isActive ? 'monitor.active' : 'monitor.idle')}
        note={t('monitor.rate', { rate: formatRate(receivedPerSecond) })}
        tone={isActive ? 'ok' : 'neutral'}
      />
      <Stat
        name={t('monitor.errors')}
        value={String(errors)}
        note={t(errors > 0 ? 'monitor.errorsNote' : 'monitor.noErrors')}
        tone={errors > 0 ? 'alarm' : 'neutral'}
      />
    </ul>
  );
}
