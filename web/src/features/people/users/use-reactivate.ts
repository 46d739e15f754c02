import { useReactivateUser } from '@/shared/api/queries/users';
import type { User } from '@/shared/api/types';
import { useTold } from '@/shared/ui/use-told';
import { useTranslation } from 'react-i18next';

/** Lets an account in again; nothing that needs to be asked. */
export function useReactivate() {
  const { t } = useTranslation('people');
  const tell = useTold();
  const reactivate = useReactivateUser();
  return ({ id, username: name }: User) =>
    void tell(() => reactivate.mutateAsync(id), {
      done: t('reactivate.done', { name }),
      failed: t('reactivate.failed', { name }),
    });
}
