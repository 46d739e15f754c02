import { keys } from '@/shared/api/keys';
import type { User } from '@/shared/api/types';
import { checkedBy, useEntityForm } from '@/shared/forms/use-entity-form';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { changeUser, type Invited, inviteUser } from './save-user';
import { newOneTimePassword, type Problem, problemsOf, type UserValues, valuesOf } from './user-form';

/** Answers with the invitation of a new account, and with null for one that was there. */
export function useUserForm(user: User | null, onSaved: (invited: Invited | null) => void) {
  const { t } = useTranslation('people');
  const cache = useQueryClient();
  const save = async (values: UserValues): Promise<Invited | null> => {
    try {
      if (!user) return await inviteUser(values, newOneTimePassword());
      await changeUser(user, values);
      return null;
    } finally {
      // Also after a refusal: something of it may have been stored before.
      await cache.invalidateQueries({ queryKey: keys.users });
    }
  };
  return useEntityForm<UserValues, Invited | null>({
    resolver: checkedBy(problemsOf),
    initial: valuesOf(user),
    problemText: (key) => t(`problems.${key as Problem}`),
    save,
    onSaved,
  });
}

export type UserFormState = ReturnType<typeof useUserForm>;
