// What of a key can be changed after it was made: its name, its rate, and whether it is on.
import { useUpdateApiKey } from '@/shared/api/queries/api-keys';
import type { ApiKey } from '@/shared/api/types';
import { useCan } from '@/shared/auth/roles';
import { DialogForm } from '@/shared/forms/dialog-form';
import { useEntityForm } from '@/shared/forms/use-entity-form';
import { Dialog } from '@/shared/ui/dialog';
import { Checkbox, TextField } from '@/shared/ui/field';
import { toast } from '@/shared/ui/toast';
import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslation } from 'react-i18next';
import { z } from 'zod/mini';
import { changeable, type KeyProblem } from '../key-members';

const resolver = zodResolver(z.object(changeable.shape));

export function EditDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation(['apiKeys', 'common']);
  const isAdmin = useCan('admin');
  const update = useUpdateApiKey(apiKey.id);
  const form = useEntityForm<typeof changeable.initial, ApiKey>({
    resolver,
    initial: changeable.shown(apiKey),
    problemText: (key) => t(`problems.${key as KeyProblem}`),
    save: (values) => update.mutateAsync(changeable.stored(values)),
    onSaved: ({ name }) => {
      toast.success(t('edit.saved', { name }));
      onClose();
    },
  });
  const { field, register } = form;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('edit.name', { name: apiKey.name })}
      description={t('edit.hint')}
    >
      <DialogForm form={form} saveLabel={t('common:save')} onCancel={onClose}>
        <TextField label={t('key.name')} required maxLength={255} {...field('name')} />
        <TextField
          label={t('key.rate')}
          hint={t('key.rateHint')}
          inputMode="numeric"
          required
          {...field('rate_limit_per_minute')}
        />
        {/* Whoever is no administrator may switch a key off, and not on again. */}
        <Checkbox
          label={t('key.active')}
          disabled={!isAdmin && !apiKey.is_active}
          {...register('is_active')}
        />
      </DialogForm>
    </Dialog>
  );
}
