// Writes a value by hand.
import { useWriteNode } from '@/shared/api/queries/opcua-writing';
import type { OpcuaServer, WritableNode } from '@/shared/api/types';
import { useTranslation } from 'react-i18next';
import { TypedValueDialog } from './typed-value-dialog';

interface WriteDialogProps {
  server: OpcuaServer;
  node: WritableNode;
  onClose: () => void;
}

export function WriteDialog({ server, node, onClose }: WriteDialogProps) {
  const { t } = useTranslation('connectivity');
  const { node_id } = node;
  return (
    <TypedValueDialog
      title={t('writing.writeTitle')}
      description={node_id}
      server={server}
      nodeId={node_id}
      sentence={t('writing.writeWarning')}
      confirm={t('writing.writeNow')}
      bodyOf={(value) => ({ node_id, value })}
      call={useWriteNode(server.id)}
      done={(value) => t('writing.written', { node: node_id, value: JSON.stringify(value) })}
      onClose={onClose}
    >
      {node.description && <p className="mb-2 text-ink-muted">{node.description}</p>}
    </TypedValueDialog>
  );
}
