// Sources → Ingestion → SPC Engine: where measurements are on their way, and where they stop.
import { cn } from '@/shared/lib/cn';
import { Ago } from '@/shared/ui/ago';
import { Badge, type Tone } from '@/shared/ui/badge';
import { Card } from '@/shared/ui/card';
import { ArrowDown, ArrowRight, ChartSpline, Funnel, type LucideIcon, Radio } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRate, type Pipeline } from './pipeline';

interface StageProps {
  icon: LucideIcon;
  name: string;
  state: string;
  tone: Tone;
  /** Whether something arrives from the stage before; absent at the first. */
  arrives?: boolean;
  children: ReactNode;
}

function Arrow({ isFlowing }: { isFlowing: boolean }) {
  const className = cn('shrink-0 self-center', isFlowing ? 'text-ok' : 'text-line-strong');
  return (
    <>
      <ArrowRight size={20} aria-hidden className={cn(className, 'max-md:hidden')} />
      <ArrowDown size={20} aria-hidden className={cn(className, 'md:hidden')} />
    </>
  );
}

function Stage({ icon: Icon, name, state, tone, arrives, children }: StageProps) {
  return (
    <li className="flex min-w-0 flex-1 gap-2.5 max-md:flex-col">
      {arrives !== undefined && <Arrow isFlowing={arrives} />}
      <div
        className={cn(
          'flex min-w-0 flex-1 flex-col gap-1 rounded-md border px-3 py-2',
          tone === 'ok' ? 'border-ok/50' : tone === 'alarm' ? 'border-alarm/50' : 'border-line-strong',
        )}
      >
        <div className="flex items-center gap-2">
          <Icon size={16} aria-hidden className="text-ink-faint" />
          <h3 className="flex-1 font-semibold">{name}</h3>
          <Badge tone={tone}>{state}</Badge>
        </div>
        <div className="flex flex-wrap gap-x-4 text-ink-muted tabular">{children}</div>
      </div>
    </li>
  );
}

export function DataFlow({ pipeline, now }: { pipeline: Pipeline; now: number }) {
  const { t } = useTranslation('connectivity');
  const { byProtocol, connected, errors, activeMappings, topics, nodes } = pipeline;
  const { isActive, isProcessing, lastSampleAt } = pipeline;
  const sources = connected === 0 ? 'offline' : errors > 0 ? 'partly' : 'connected';
  const sourcesTone = {
    offline: errors > 0 ? 'alarm' : 'neutral',
    partly: 'caution',
    connected: 'ok',
  } as const;
  return (
    <Card aria-labelledby="data-flow" className="p-3">
      <h2 id="data-flow" className="mb-2 text-base font-semibold">
        {t('flow.title')}
      </h2>
      <ol className="flex gap-2.5 max-md:flex-col">
        <Stage icon={Radio} name={t('flow.sources')} state={t(`flow.${sources}`)} tone={sourcesTone[sources]}>
          {byProtocol.map(({ protocol, connected: up, total }) => (
            <span key={protocol}>{t('flow.protocol', { name: t(`protocols.${protocol}`), up, total })}</span>
          ))}
        </Stage>
        <Stage
          icon={Funnel}
          name={t('flow.ingestion')}
          state={t(isActive ? 'flow.receiving' : 'flow.idle')}
          tone={isActive ? 'ok' : 'neutral'}
          arrives={isActive}
        >
          <span>{t('flow.mappings', { count: activeMappings })}</span>
          <span>{t('flow.topics', { count: topics })}</span>
          <span>{t('flow.nodes', { count: nodes })}</span>
          <span>{t('monitor.rate', { rate: formatRate(pipeline.receivedPerSecond) })}</span>
        </Stage>
        <Stage
          icon={ChartSpline}
          name={t('flow.engine')}
          state={t(isProcessing ? 'flow.processing' : 'flow.waiting')}
          tone={isProcessing ? 'ok' : 'neutral'}
          arrives={isProcessing}
        >
          <span title={t('sinceStart')}>{t('flow.samples', { count: pipeline.samplesStored })}</span>
          {lastSampleAt && (
            <span>
              {t('flow.lastSample')} <Ago time={lastSampleAt} now={now} />
            </span>
          )}
        </Stage>
      </ol>
    </Card>
  );
}
