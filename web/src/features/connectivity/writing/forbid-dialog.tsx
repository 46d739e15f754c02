import { useForbidWriting } from '@/shared/api/queries/opcua-writing';
import type { Reaction, WritableNode } from '@/shared/api/types';
import { ConfirmDialog } from '@/shared/ui/confirm-dialog';
import { useTranslation } from 'react-i18next';

interface ForbidDialogProps {
  node: WritableNode;
  reactions: readonly Reaction[];
  onClose: () => void;
}

/** Says which reactions go with the permission. */
export function ForbidDialog({ node, reactions, onClose }: ForbidDialogProps) {
  const { t } = useTranslation('connectivity');
  const forbid = useForbidWriting(node.server_id);
  const count = reactions.filter(({ writable_node_id }) => writable_node_id === node.id).length;
  const name = node.node_id;
  const texts = {
    done: t('writing.forbidden', { node: name }),
    failed: t('writing.forbidFailed', { node: name }),
  };
  return (
    <ConfirmDialog
      title={t('writing.forbidTitle')}
      description={name}
      confirmLabel={t('writing.forbid')}
      run={() => forbid.mutateAsync(node.id)}
      told={texts}
      onClose={onClose}
    >
      <p>{t('writing.forbidBody')}</p>
      {count > 0 && (
        <p className="mt-2 rounded-md bg-caution-soft px-3 py-2 text-caution">
          {t('writing.forbidReactions', { count })}
        </p>
      )}
    </ConfirmDialog>
  );
}
