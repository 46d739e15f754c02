import { api, unwrap } from '../client';
import { crud, mutation } from '../crud';
import { keys } from '../keys';
import type { ApiKey, ApiKeyCreate, ApiKeyCreated, ApiKeyUpdate } from '../types';

const key = (id: string) => ({ params: { path: { key_id: id } } });

/** The answer to a creation is the only one with the secret. */
const apiKeys = crud<ApiKey, ApiKeyCreate, ApiKeyUpdate, ApiKeyCreated>({
  key: keys.apiKeys,
  list: (signal) => unwrap(api.GET('/api/v1/api-keys/', { signal })),
  create: (body) => unwrap(api.POST('/api/v1/api-keys/', { body })),
  update: (id, body) => unwrap(api.PATCH('/api/v1/api-keys/{key_id}', { ...key(id), body })),
  remove: (id) => unwrap(api.DELETE('/api/v1/api-keys/{key_id}', key(id))),
});

export const {
  useList: useApiKeys,
  useCreate: useCreateApiKey,
  useUpdate: useUpdateApiKey,
  useRemove: useDeleteApiKey,
} = apiKeys;

export const useRevokeApiKey = mutation(
  (id: string) => unwrap(api.POST('/api/v1/api-keys/{key_id}/revoke', key(id))),
  apiKeys.stale,
);
