import { useSaveMailServer } from '@/shared/api/queries/notifications';
import type { MailServer } from '@/shared/api/types';
import { checkedBy, useEntityForm } from '@/shared/forms/use-entity-form';
import { toast } from '@/shared/ui/toast';
import { useTranslation } from 'react-i18next';
import { bodyOf, type MailValues, valuesOf } from './mail-form';

/** What a mail server needs, the server knows. */
const resolver = checkedBy<MailValues>(() => ({}));

export function useMailForm(server: MailServer | null, onClose: () => void) {
  const { t } = useTranslation('notifications');
  const saving = useSaveMailServer();
  return useEntityForm<MailValues, MailServer>({
    resolver,
    initial: valuesOf(server),
    problemText: (key) => key,
    save: (values) => saving.mutateAsync(bodyOf(values)),
    onSaved: () => {
      toast.success(t('mail.saved'));
      onClose();
    },
  });
}

export type MailFormState = ReturnType<typeof useMailForm>;
