// The chosen node: its value now, and the form that maps it.
import { useNodeValue } from '@/shared/api/queries/opcua-nodes';
import { useWritableNodes } from '@/shared/api/queries/opcua-writing';
import type { OpcuaNodeValue } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { useCan } from '@/shared/auth/roles';
import { useSources } from '@/shared/connectivity/use-sources';
import { EntityForm } from '@/shared/forms/entity-form';
import { formatDateTime, parseTime } from '@/shared/lib/format';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Badge } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { LoadingState } from '@/shared/ui/states';
import { toast } from '@/shared/ui/toast';
import { PenLine } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { serverLink } from '../links';
import { NodeFields } from '../node/node-fields';
import { isScalar, qualityOf, qualityTone, valueText } from '../node/node-value';
import { useNodeForm } from '../node/use-node-form';
import type { OpcuaMachine } from '../servers';
import { AllowDialog } from '../writing/allow-dialog';

interface NodeProps {
  server: OpcuaMachine;
  nodeId: string;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-muted">{name}</dt>
      <dd className="font-medium break-words tabular">{children}</dd>
    </div>
  );
}

function Reading({ reading }: { reading: OpcuaNodeValue }) {
  const { t } = useTranslation('connectivity');
  const text = valueText(reading.value);
  const time = (at: string | null) => (at === null ? '–' : formatDateTime(parseTime(at)));
  return (
    <>
      <p
        data-testid="node-value"
        className={
          isScalar(reading.value)
            ? 'text-2xl font-semibold break-words tabular'
            : 'max-h-32 scroll-thin overflow-auto font-mono text-xs break-all'
        }
      >
        {text ?? t('nodes.noValue')}
      </p>
      <dl className="mt-1.5 grid grid-cols-2 gap-x-4 gap-y-1.5">
        <Fact name={t('nodes.quality')}>
          <Badge tone={qualityTone[qualityOf(reading)]}>{reading.status_code}</Badge>
        </Fact>
        <Fact name={t('nodes.dataType')}>{reading.data_type ?? '–'}</Fact>
        <Fact name={t('nodes.sourceTime')}>{time(reading.source_timestamp)}</Fact>
        <Fact name={t('nodes.serverTime')}>{time(reading.server_timestamp)}</Fact>
      </dl>
    </>
  );
}

/** An administrator allows the node to be written; what may be written stands on the server's page. */
function WritingButton({ server, nodeId }: NodeProps) {
  const { t } = useTranslation('connectivity');
  const canAllow = useCan('admin');
  const { data: nodes } = useWritableNodes(server.id);
  const [isAsked, setAsked] = useState(false);
  if (nodes?.some(({ node_id }) => node_id === nodeId))
    return (
      <Link to={serverLink(server)} className="text-sm font-medium text-accent hover:underline">
        {t('writing.write')}
      </Link>
    );
  if (!canAllow || !nodes) return null;
  return (
    <>
      <Button className="h-7!" icon={<PenLine size={13} aria-hidden />} onClick={() => setAsked(true)}>
        {t('writing.allowThis')}
      </Button>
      {isAsked && <AllowDialog server={server} nodeId={nodeId} onClose={() => setAsked(false)} />}
    </>
  );
}

function LiveValue({ server, nodeId }: NodeProps) {
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  const { data, error } = useNodeValue(server.id, nodeId);
  return (
    <Card aria-labelledby="node-heading" className="flex flex-col p-3">
      <div className="flex items-center gap-2">
        <h3 id="node-heading" className="flex-1 text-base font-semibold">
          {t('nodes.value')}
        </h3>
        <WritingButton server={server} nodeId={nodeId} />
      </div>
      <p className="mb-1 font-mono text-xs break-all text-ink-muted">{nodeId}</p>
      {error !== null && (
        <p role="alert" className="rounded-md bg-alarm-soft px-2.5 py-1.5 break-words text-alarm">
          {errorText(error)}
        </p>
      )}
      {data ? <Reading reading={data} /> : error === null && <LoadingState text={t('nodes.reading')} />}
    </Card>
  );
}

function QuickMap({ server, nodeId, onSaved }: NodeProps & { onSaved: () => void }) {
  const { t } = useTranslation('connectivity');
  const plantId = usePlantSelection((state) => state.plantId);
  const { sources = [] } = useSources(plantId);
  const here = sources.filter(
    (source) => source.protocol === 'opcua' && source.serverId === server.id && source.address === nodeId,
  );
  const form = useNodeForm({
    mapping: null,
    initial: { server_id: server.id, node_id: nodeId },
    onSaved: ({ characteristic_name }) => {
      toast.success(t('rule.saved', { name: characteristic_name }));
      onSaved();
    },
  });
  const refusal = form.problem('node_id');
  return (
    <Card aria-labelledby="quick-map" className="p-3">
      <h3 id="quick-map" className="text-base font-semibold">
        {t('quickMap.title')}
      </h3>
      {here.length > 0 && (
        <p className="text-xs text-ink-muted">
          {t('quickMap.mappedTo', { names: here.map((source) => source.characteristicName).join(', ') })}
        </p>
      )}
      <EntityForm form={form} className="mt-2">
        <NodeFields form={form} mapping={null} sources={sources} />
        {/* The node is chosen in the tree, so its refusal has no field of its own here. */}
        {refusal !== undefined && (
          <p role="alert" className="mt-3 rounded-md bg-alarm-soft px-3 py-2 text-alarm">
            {refusal}
          </p>
        )}
        <div className="mt-3 flex justify-end">
          <Button type="submit" variant="primary" busy={form.isSaving}>
            {t('quickMap.saveNode')}
          </Button>
        </div>
      </EntityForm>
    </Card>
  );
}

export function NodeDetail({ server, nodeId }: NodeProps) {
  const [saved, setSaved] = useState(0);
  return (
    <>
      <LiveValue server={server} nodeId={nodeId} />
      {/* A form of its own for each characteristic that the node feeds. */}
      <QuickMap key={saved} server={server} nodeId={nodeId} onSaved={() => setSaved((count) => count + 1)} />
    </>
  );
}
