// What may be written to the machines behind a server: nodes that an administrator allowed, by hand and as a reaction to rules.
import { useReactions, useWritableNodes } from '@/shared/api/queries/opcua-writing';
import type { OpcuaServer, WritableNode } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { useCan } from '@/shared/auth/roles';
import { Button, IconButton } from '@/shared/ui/button';
import { FormSection } from '@/shared/ui/form-section';
import { LoadingState } from '@/shared/ui/states';
import { PenLine, Plus, ShieldX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AllowDialog } from './allow-dialog';
import { ForbidDialog } from './forbid-dialog';
import { ReactionDialog } from './reaction-dialog';
import { ReactionList } from './reaction-list';
import { WriteDialog } from './write-dialog';

type Asked = { kind: 'allow' } | { kind: 'write' | 'forbid'; node: WritableNode } | { kind: 'react' } | null;

interface NodeListProps {
  nodes: readonly WritableNode[];
  onAsk: (asked: Asked) => void;
}

function NodeList({ nodes, onAsk }: NodeListProps) {
  const { t } = useTranslation('connectivity');
  const canAllow = useCan('admin');
  if (nodes.length === 0) {
    return <p className="text-ink-muted">{t(canAllow ? 'writing.noneYet' : 'writing.none')}</p>;
  }
  return (
    <ul aria-label={t('writing.nodes')} className="divide-y divide-line rounded-md border border-line">
      {nodes.map((node) => (
        <li key={node.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-2.5 py-1.5">
          <div className="min-w-48 flex-1">
            <p className="font-mono text-xs break-all">{node.node_id}</p>
            {node.description && <p className="text-xs text-ink-muted">{node.description}</p>}
          </div>
          <Button
            className="h-7! px-2.5!"
            icon={<PenLine size={13} aria-hidden />}
            aria-label={t('writing.writeName', { node: node.node_id })}
            onClick={() => onAsk({ kind: 'write', node })}
          >
            {t('writing.write')}
          </Button>
          {canAllow && (
            <IconButton
              label={t('writing.forbidName', { node: node.node_id })}
              className="size-7! hover:text-alarm!"
              onClick={() => onAsk({ kind: 'forbid', node })}
            >
              <ShieldX size={14} aria-hidden />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  );
}

export function WritingSection({ server }: { server: OpcuaServer }) {
  const { t } = useTranslation('connectivity');
  const errorText = useErrorText();
  const canAllow = useCan('admin');
  const nodes = useWritableNodes(server.id);
  const reactions = useReactions(server.id);
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  const error = nodes.error ?? reactions.error;
  const [first, ...others] = nodes.data ?? [];
  return (
    <FormSection title={t('writing.title')} hint={t('writing.hint')}>
      {error && <p className="text-alarm">{errorText(error)}</p>}
      {!nodes.data && !error && <LoadingState text={t('writing.loading')} />}
      {nodes.data && (
        <div className="grid gap-x-5 gap-y-4 xl:grid-cols-2">
          <div className="flex flex-col gap-2">
            <div className="flex items-center gap-2">
              <h4 className="flex-1 font-semibold">{t('writing.nodes')}</h4>
              {canAllow && (
                <Button icon={<Plus size={14} aria-hidden />} onClick={() => setAsked({ kind: 'allow' })}>
                  {t('writing.allow')}
                </Button>
              )}
            </div>
            <NodeList nodes={nodes.data} onAsk={setAsked} />
          </div>
          <div className="flex flex-col gap-2">
            <div className="flex items-center gap-2">
              <h4 className="flex-1 font-semibold">{t('writing.reactions')}</h4>
              {first && (
                <Button icon={<Plus size={14} aria-hidden />} onClick={() => setAsked({ kind: 'react' })}>
                  {t('writing.addReaction')}
                </Button>
              )}
            </div>
            <ReactionList reactions={reactions.data ?? []} />
          </div>
        </div>
      )}
      {asked?.kind === 'allow' && <AllowDialog server={server} onClose={close} />}
      {asked?.kind === 'write' && <WriteDialog server={server} node={asked.node} onClose={close} />}
      {asked?.kind === 'forbid' && (
        <ForbidDialog node={asked.node} reactions={reactions.data ?? []} onClose={close} />
      )}
      {asked?.kind === 'react' && first && (
        <ReactionDialog server={server} nodes={[first, ...others]} onClose={close} />
      )}
    </FormSection>
  );
}
