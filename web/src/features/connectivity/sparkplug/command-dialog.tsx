// Writes a metric of an edge node or a device, as its birth described it.
import { type SparkplugPeer, useSparkplugCommand, useSparkplugMetrics } from '@/shared/api/queries/sparkplug';
import { FormFailure } from '@/shared/forms/form-failure';
import type { SparkplugMetric } from '@/shared/api/types';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { SelectField } from '@/shared/ui/field';
import { Loaded } from '@/shared/ui/loaded';
import { EmptyState } from '@/shared/ui/states';
import { toast } from '@/shared/ui/toast';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { commandValue, kindOf, type ValueProblem } from '../command-value';
import { ValueField } from '../value-field';
import { peerName } from './peer-name';

interface CommandDialogProps {
  brokerId: number;
  peer: SparkplugPeer;
  onClose: () => void;
}

type Problem = 'metric' | ValueProblem;

function CommandForm({
  brokerId,
  peer,
  metrics,
  onClose,
}: CommandDialogProps & { metrics: readonly SparkplugMetric[] }) {
  const { t } = useTranslation(['connectivity', 'common']);
  const command = useSparkplugCommand(brokerId);
  const [name, setName] = useState('');
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const metric = metrics.find((candidate) => candidate.name === name);
  const kind = metric ? kindOf(metric) : 'number';
  const shown = problem && t(`sparkplug.problems.${problem}`);

  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!metric) {
      setProblem('metric');
      return;
    }
    const outcome = commandValue(kind === 'boolean' && typed === '' ? 'true' : typed, kind);
    if ('problem' in outcome) {
      setProblem(outcome.problem);
      return;
    }
    setProblem(null);
    try {
      const { device, ...node } = peer;
      await command.mutateAsync({ ...node, device, metric: metric.name, value: outcome.value });
      toast.success(t('sparkplug.sent', { metric: metric.name, name: peerName(peer) }));
      onClose();
    } catch {
      // Shown below the fields.
    }
  };

  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={(event) => void send(event)}>
      <SelectField
        label={t('sparkplug.metric')}
        required
        value={name}
        error={problem === 'metric' ? (shown ?? undefined) : undefined}
        onChange={({ target }) => {
          setName(target.value);
          setTyped('');
          setProblem(null);
        }}
      >
        <option value="">{t('sparkplug.chooseMetric')}</option>
        {metrics.map((candidate) => (
          <option key={candidate.name} value={candidate.name}>
            {candidate.name} ({candidate.datatype})
          </option>
        ))}
      </SelectField>
      <ValueField
        kind={kind}
        value={typed}
        error={problem !== null && problem !== 'metric' ? (shown ?? undefined) : undefined}
        hint={undefined}
        onChange={setTyped}
      />
      <FormFailure failure={command.error} />
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button type="submit" variant="primary" busy={command.isPending}>
          {t('sparkplug.send')}
        </Button>
      </DialogActions>
    </form>
  );
}

export function CommandDialog(props: CommandDialogProps) {
  const { t } = useTranslation('connectivity');
  const texts = { loading: t('sparkplug.loadingMetrics'), failed: t('sparkplug.metricsFailed') };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={t('sparkplug.writeTitle', { name: peerName(props.peer) })}
      description={t('sparkplug.writeHint')}
    >
      <Loaded query={useSparkplugMetrics(props.brokerId, props.peer)} texts={texts} isBare>
        {(metrics) =>
          metrics.length > 0 ? (
            <CommandForm {...props} metrics={metrics} />
          ) : (
            <EmptyState title={t('sparkplug.noMetrics')} />
          )
        }
      </Loaded>
    </Dialog>
  );
}
