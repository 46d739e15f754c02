// What an OPC UA server offers: its address space on the left, the chosen node on the right.
import { Card } from '@/shared/ui/card';
import { EmptyState } from '@/shared/ui/states';
import { useTranslation } from 'react-i18next';
import type { OpcuaMachine } from '../servers';
import { NodeDetail } from './node-detail';
import { NodeTree } from './node-tree';
import type { BrowseState } from './use-browse-state';

interface NodeBrowserProps {
  server: OpcuaMachine;
  state: BrowseState;
  onChange: (change: Partial<BrowseState>) => void;
}

export function NodeBrowser({ server, state, onChange }: NodeBrowserProps) {
  const { t } = useTranslation('connectivity');
  const { node } = state;
  return (
    <div className="grid min-h-0 flex-1 gap-2.5 lg:grid-cols-[minmax(18rem,1fr)_minmax(24rem,1.2fr)]">
      <Card aria-label={t('nodes.title')} className="flex min-h-64 flex-col p-2.5 lg:min-h-0">
        <div className="-mx-1 min-h-0 flex-1 scroll-thin overflow-y-auto px-1">
          <NodeTree
            key={server.key}
            serverId={server.id}
            selected={node}
            onSelect={(nodeId) => onChange({ node: nodeId })}
          />
        </div>
      </Card>
      <div className="flex min-h-0 scroll-thin flex-col gap-2.5 lg:overflow-y-auto">
        {node === null ? (
          <Card className="flex-1">
            <EmptyState title={t('nodes.select')} hint={t('nodes.selectHint')} />
          </Card>
        ) : (
          <NodeDetail key={`${server.key} ${node}`} server={server} nodeId={node} />
        )}
      </div>
    </div>
  );
}
