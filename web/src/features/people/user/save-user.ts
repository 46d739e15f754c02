// An account takes several calls to store: its names, its role at each plant, its branches. What comes after a refusal is
// left as it was, and the form goes on from what has been stored.
import { assignRole, createUser, removeRole, setBranches, updateUser } from '@/shared/api/queries/users';
import type { User } from '@/shared/api/types';
import {
  beside,
  besideName,
  changesOf,
  type RoleChange,
  type UserChanges,
  type UserValues,
} from './user-form';

const told = async <Result>(call: Promise<Result>, place: (error: unknown) => unknown): Promise<Result> => {
  try {
    return await call;
  } catch (error) {
    throw place(error);
  }
};

const setRole = (id: number, { plantId, role }: RoleChange): Promise<unknown> =>
  role === 'none' ? removeRole(id, plantId) : assignRole(id, plantId, role);

async function storeRights(id: number, { roles, branches }: UserChanges): Promise<void> {
  for (const change of roles) await told(setRole(id, change), (error) => beside('roles', error));
  if (branches) await told(setBranches(id, branches), (error) => beside('branches', error));
}

export async function changeUser(stored: User, values: UserValues): Promise<void> {
  const changes = changesOf(stored, values);
  if (changes.account) await told(updateUser(stored.id, changes.account), besideName);
  await storeRights(stored.id, changes);
}

export interface Invited {
  user: User;
  password: string;
  /** What kept the account from getting all its rights; null when it has them. */
  failure: unknown;
}

/** The account is there as soon as it has a name; its password must be told even when a right is refused then. */
export async function inviteUser(values: UserValues, password: string): Promise<Invited> {
  const { username, email, desk_role } = values;
  const body = { username: username.trim(), email: email.trim() || null, desk_role };
  const user = await told(createUser({ ...body, password, must_change_password: true }), besideName);
  try {
    await storeRights(user.id, changesOf(null, values));
    return { user, password, failure: null };
  } catch (failure) {
    return { user, password, failure };
  }
}
