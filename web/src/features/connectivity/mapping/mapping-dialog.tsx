import type { TagMapping } from '@/shared/api/types';
import { Button } from '@/shared/ui/button';
import { Dialog, DialogActions } from '@/shared/ui/dialog';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { RuleFields } from '../rule/rule-fields';
import { useRuleForm } from '../rule/use-rule-form';
import type { Server } from '../servers';

/** What the dialog is opened for: a new mapping, that of a characteristic, or one that exists. */
export type Asked =
  { kind: 'new' } | { kind: 'map'; characteristicId: number } | { kind: 'edit'; mapping: TagMapping };

interface MappingDialogProps {
  asked: Asked;
  servers: readonly Server[];
  mappings: readonly TagMapping[];
  onClose: () => void;
}

export function MappingDialog({ asked, servers, mappings, onClose }: MappingDialogProps) {
  const { t } = useTranslation(['connectivity', 'common']);
  const mapping = asked.kind === 'edit' ? asked.mapping : null;
  const [only] = servers.length === 1 ? servers : [];
  const form = useRuleForm({
    mapping,
    initial: {
      characteristic_id: asked.kind === 'map' ? asked.characteristicId : null,
      broker_id: only?.id ?? null,
    },
    onSaved: ({ characteristic_name }) => {
      toast.success(t('rule.saved', { name: characteristic_name }));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={mapping ? t('rule.editTitle', { name: mapping.characteristic_name }) : t('rule.newTitle')}
      className="w-[min(60rem,calc(100vw-2rem))]!"
    >
      <form noValidate onSubmit={(event) => void form.save(event)}>
        <RuleFields form={form} servers={servers} mapping={mapping} mappings={mappings} shape={null} />
        <DialogActions>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" variant="primary" busy={form.isSaving}>
            {t(mapping ? 'common:save' : 'rule.create')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
