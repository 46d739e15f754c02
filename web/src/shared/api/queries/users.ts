// Accounts, their rights and their sessions. For administrators, except for what is everybody's own.
import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../client';
import { mutation, useCall } from '../crud';
import { keys } from '../keys';
import type { OwnAccountUpdate, RoleName, UserBranches, UserCreate, UserUpdate } from '../types';

const user = (id: number) => ({ params: { path: { user_id: id } } });

export const createUser = (body: UserCreate) => unwrap(api.POST('/api/v1/users/', { body }));
export const updateUser = (id: number, body: UserUpdate) =>
  unwrap(api.PATCH('/api/v1/users/{user_id}', { ...user(id), body }));
export const assignRole = (id: number, plantId: number, role: RoleName) =>
  unwrap(api.POST('/api/v1/users/{user_id}/roles', { ...user(id), body: { plant_id: plantId, role } }));
export const removeRole = (id: number, plantId: number) =>
  unwrap(
    api.DELETE('/api/v1/users/{user_id}/roles/{plant_id}', {
      params: { path: { user_id: id, plant_id: plantId } },
    }),
  );
export const setBranches = (id: number, body: UserBranches) =>
  unwrap(api.PUT('/api/v1/users/{user_id}/branches', { ...user(id), body }));

/** Every account, deactivated ones too. */
export function useUsers() {
  return useQuery({
    queryKey: keys.users,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/users/', { signal })),
  });
}

/** What one click does to an account. */
const onUser = <Result>(call: (id: number) => Promise<Result>) =>
  mutation(call, (cache) => cache.invalidateQueries({ queryKey: keys.users }));

export const useDeactivateUser = onUser((id) => updateUser(id, { is_active: false }));
export const useReactivateUser = onUser((id) => updateUser(id, { is_active: true }));
export const useDeleteUser = onUser((id) =>
  unwrap(api.DELETE('/api/v1/users/{user_id}/permanent', user(id))),
);
/** Answers with a password that is shown once. */
export const useResetPassword = onUser((id) =>
  unwrap(api.POST('/api/v1/users/{user_id}/reset-password', user(id))),
);

export function useUserSessions(userId: number) {
  return useQuery({
    queryKey: keys.userSessions(userId),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/users/{user_id}/sessions', { ...user(userId), signal })),
  });
}

export const useEndUserSessions = (userId: number) =>
  useCall(
    () => unwrap(api.DELETE('/api/v1/users/{user_id}/sessions', user(userId))),
    (cache) => cache.invalidateQueries({ queryKey: keys.userSessions(userId) }),
  );

export const useEndUserSession = (userId: number) =>
  useCall(
    (sessionId: string) =>
      unwrap(
        api.DELETE('/api/v1/users/{user_id}/sessions/{session_id}', {
          params: { path: { user_id: userId, session_id: sessionId } },
        }),
      ),
    (cache) => cache.invalidateQueries({ queryKey: keys.userSessions(userId) }),
  );

export function useOwnSessions() {
  return useQuery({
    queryKey: keys.ownSessions,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/auth/sessions', { signal })),
  });
}

export const useEndOtherSessions = mutation(
  () => unwrap(api.DELETE('/api/v1/auth/sessions')),
  (cache) => cache.invalidateQueries({ queryKey: keys.ownSessions }),
);

export const useEndOwnSession = mutation(
  (sessionId: string) =>
    unwrap(api.DELETE('/api/v1/auth/sessions/{session_id}', { params: { path: { session_id: sessionId } } })),
  (cache) => cache.invalidateQueries({ queryKey: keys.ownSessions }),
);

export const updateOwnAccount = (body: OwnAccountUpdate) => unwrap(api.PATCH('/api/v1/auth/me', { body }));
