// Who speaks Sparkplug on a broker: edge nodes with their devices, whether they are there, and what can be asked of them.
import { type SparkplugPeer, useAskForBirths, useSparkplug } from '@/shared/api/queries/sparkplug';
import { useErrorText } from '@/shared/api/use-error-text';
import type { Sparkplug, SparkplugNode, SparkplugState } from '@/shared/api/types';
import { Ago } from '@/shared/ui/ago';
import { Badge, type Tone } from '@/shared/ui/badge';
import { Button, IconButton } from '@/shared/ui/button';
import { toast } from '@/shared/ui/toast';
import { PenLine, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandDialog } from './command-dialog';
import { peerName } from './peer-name';

const stateTone: Record<SparkplugState, Tone> = {
  unborn: 'neutral',
  online: 'ok',
  stale: 'caution',
  offline: 'alarm',
};

interface RowProps {
  peer: SparkplugPeer;
  state: SparkplugState;
  since: string;
  metrics: number;
  now: number;
  onWrite: (peer: SparkplugPeer) => void;
}

function PeerRow({ peer, state, since, metrics, now, onWrite }: RowProps) {
  const { t } = useTranslation('connectivity');
  return (
    <>
      <span className="min-w-0 flex-1 truncate font-medium">{peer.device ?? peer.node}</span>
      <span className="text-xs text-ink-muted tabular">{t('sparkplug.metrics', { count: metrics })}</span>
      <span className="text-xs text-ink-muted tabular">
        <Ago time={since} now={now} />
      </span>
      <Badge tone={stateTone[state]} title={t(`sparkplug.stateHints.${state}`)}>
        {t(`sparkplug.states.${state}`)}
      </Badge>
      <IconButton label={t('sparkplug.write', { name: peerName(peer) })} onClick={() => onWrite(peer)}>
        <PenLine size={13} aria-hidden />
      </IconButton>
    </>
  );
}

interface NodeProps {
  brokerId: number;
  node: SparkplugNode;
  now: number;
  onWrite: (peer: SparkplugPeer) => void;
}

function EdgeNode({ brokerId, node, now, onWrite }: NodeProps) {
  const { t } = useTranslation('connectivity');
  const ask = useAskForBirths(brokerId);
  const errorText = useErrorText();
  const name = `${node.group} / ${node.node}`;
  const { group, births, sequence_gaps, held_values, unresolved_metrics } = node;
  const askForBirths = async (): Promise<void> => {
    try {
      await ask.mutateAsync({ group, node: node.node });
      toast.success(t('sparkplug.asked', { name }));
    } catch (error) {
      toast.error(t('sparkplug.askFailed', { name }), errorText(error));
    }
  };
  return (
    <li className="py-1.5">
      <div className="flex items-center gap-2">
        <PeerRow
          peer={{ group, node: node.node, device: null }}
          state={node.state}
          since={node.since}
          metrics={node.metric_count}
          now={now}
          onWrite={onWrite}
        />
      </div>
      <ul className="ml-3 border-l border-line pl-2.5">
        {node.devices.map((device) => (
          <li key={device.device} className="flex items-center gap-2">
            <PeerRow
              peer={{ group, node: node.node, device: device.device }}
              state={device.state}
              since={device.since}
              metrics={device.metric_count}
              now={now}
              onWrite={onWrite}
            />
          </li>
        ))}
      </ul>
      <div className="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-ink-muted tabular">
        <span className="min-w-0 flex-1 truncate" title={node.last_reason ?? undefined}>
          {[
            group,
            t('sparkplug.births', { count: births }),
            ...(sequence_gaps > 0 ? [t('sparkplug.gaps', { count: sequence_gaps })] : []),
            ...(held_values > 0 ? [t('sparkplug.held', { count: held_values })] : []),
            ...(unresolved_metrics > 0 ? [t('sparkplug.unresolved', { count: unresolved_metrics })] : []),
            ...(node.last_reason === null ? [] : [node.last_reason]),
          ].join(' · ')}
        </span>
        <Button
          className="h-6! text-xs!"
          icon={<RefreshCw size={12} aria-hidden />}
          busy={ask.isPending}
          aria-label={t('sparkplug.askForBirthsOf', { name })}
          onClick={() => void askForBirths()}
        >
          {t('sparkplug.askForBirths')}
        </Button>
      </div>
    </li>
  );
}

function Invalid({ sparkplug }: { sparkplug: Sparkplug }) {
  const { t } = useTranslation('connectivity');
  const { last_invalid } = sparkplug;
  if (!last_invalid) return null;
  return (
    <p className="text-xs text-caution">
      {t('sparkplug.invalid')}{' '}
      <span className="font-mono break-all">{`${last_invalid.topic}: ${last_invalid.reason}`}</span>
    </p>
  );
}

export function EdgeNodes({ brokerId, now }: { brokerId: number; now: number }) {
  const { t } = useTranslation('connectivity');
  const { data, error } = useSparkplug(brokerId);
  const errorText = useErrorText();
  const [writing, setWriting] = useState<SparkplugPeer | null>(null);
  if (error && !data) return <p className="text-caution">{errorText(error)}</p>;
  if (data?.host_id == null) return null;
  return (
    <section aria-label={t('sparkplug.title')} className="border-t border-line pt-2">
      <h4 className="flex flex-wrap items-baseline gap-x-2 text-sm font-semibold">
        {t('sparkplug.title')}
        <span className="text-xs font-normal text-ink-muted">
          {t('sparkplug.hostId', { id: data.host_id })}
          {!data.is_connected && ` · ${t('sparkplug.disconnected')}`}
        </span>
      </h4>
      {data.nodes.length === 0 ? (
        <p className="text-ink-muted">{t('sparkplug.none')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {data.nodes.map((node) => (
            <EdgeNode
              key={`${node.group}/${node.node}`}
              brokerId={brokerId}
              node={node}
              now={now}
              onWrite={setWriting}
            />
          ))}
        </ul>
      )}
      <Invalid sparkplug={data} />
      {writing && <CommandDialog brokerId={brokerId} peer={writing} onClose={() => setWriting(null)} />}
    </section>
  );
}
