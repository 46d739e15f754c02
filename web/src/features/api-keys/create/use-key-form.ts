import { useCreateApiKey } from '@/shared/api/queries/api-keys';
import type { ApiKeyCreated } from '@/shared/api/types';
import { checkedBy, useEntityForm } from '@/shared/forms/use-entity-form';
import { useTranslation } from 'react-i18next';
import type { KeyProblem } from '../key-members';
import { bodyOf, type KeyValues, NEW_KEY, problemsOf } from './key-form';

const resolver = checkedBy<KeyValues>((values) => problemsOf(values, Date.now()));

export function useKeyForm(onMade: (made: ApiKeyCreated) => void) {
  const { t } = useTranslation('apiKeys');
  const create = useCreateApiKey();
  return useEntityForm<KeyValues, ApiKeyCreated>({
    resolver,
    initial: NEW_KEY,
    problemText: (key) => t(`problems.${key as KeyProblem}`),
    save: (values) => create.mutateAsync(bodyOf(values)),
    onSaved: onMade,
  });
}

export type KeyFormState = ReturnType<typeof useKeyForm>;
