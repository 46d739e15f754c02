// Writes a value by hand: typed first, and confirmed with machine, node and value named.
import { type ScalarValue, useWriteNode } from '@/shared/api/queries/opcua-writing';
import type { OpcuaServer, WritableNode } from '@/shared/api/types';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmStep } from './confirm-step';
import { useTypedValue } from './use-typed-value';
import { ValueField } from '../value-field';

interface WriteDialogProps {
  server: OpcuaServer;
  node: WritableNode;
  onClose: () => void;
}

export function WriteDialog({ server, node, onClose }: WriteDialogProps) {
  const { t } = useTranslation(['connectivity', 'common']);
  const write = useWriteNode(server.id);
  const { field, read } = useTypedValue(server.id, node.node_id);
  const [checked, setChecked] = useState<{ value: ScalarValue } | null>(null);
  const { node_id: nodeId } = node;
  const send = async (value: ScalarValue): Promise<void> => {
    try {
      await write.mutateAsync({ node_id: nodeId, value });
      toast.success(t('writing.written', { node: nodeId, value: JSON.stringify(value) }));
      onClose();
    } catch {
      // Shown above the buttons.
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(checked ? 'writing.confirmTitle' : 'writing.writeTitle')}
      description={checked ? undefined : nodeId}
    >
      {checked ? (
        <ConfirmStep
          sentence={t('writing.writeWarning')}
          machine={server.name}
          nodeId={nodeId}
          value={checked.value}
          confirm={t('writing.writeNow')}
          error={write.error}
          isPending={write.isPending}
          onBack={() => {
            write.reset();
            setChecked(null);
          }}
          onConfirm={() => void send(checked.value)}
        />
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setChecked(read());
          }}
        >
          {node.description && <p className="mb-2 text-ink-muted">{node.description}</p>}
          <ValueField {...field} />
          <DialogActions>
            <Button onClick={onClose}>{t('common:cancel')}</Button>
            <Button type="submit" variant="primary">
              {t('writing.next')}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
