import { useForbidWriting } from '@/shared/api/queries/opcua-writing';
import type { Reaction, WritableNode } from '@/shared/api/types';
import { useErrorText } from '@/shared/api/use-error-text';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';

interface ForbidDialogProps {
  node: WritableNode;
  reactions: readonly Reaction[];
  onClose: () => void;
}

/** Says which reactions go with the permission. */
export function ForbidDialog({ node, reactions, onClose }: ForbidDialogProps) {
  const { t } = useTranslation(['connectivity', 'common']);
  const errorText = useErrorText();
  const forbid = useForbidWriting(node.server_id);
  const count = reactions.filter(({ writable_node_id }) => writable_node_id === node.id).length;
  const run = async (): Promise<void> => {
    try {
      await forbid.mutateAsync(node.id);
      toast.success(t('writing.forbidden', { node: node.node_id }));
      onClose();
    } catch (error) {
      toast.error(t('writing.forbidFailed', { node: node.node_id }), errorText(error));
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('writing.forbidTitle')}
      description={node.node_id}
    >
      <p>{t('writing.forbidBody')}</p>
      {count > 0 && (
        <p className="mt-2 rounded-md bg-caution-soft px-3 py-2 text-caution">
          {t('writing.forbidReactions', { count })}
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button variant="danger" busy={forbid.isPending} onClick={() => void run()}>
          {t('writing.forbid')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
