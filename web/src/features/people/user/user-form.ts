// An account as its form has it, and the calls that bring the stored one there. Pure.
import { ApiError } from '@/shared/api/errors';
import type { DeskRole, RoleName, User, UserBranches, UserUpdate } from '@/shared/api/types';

export const ROLES: readonly RoleName[] = ['operator', 'supervisor', 'engineer', 'admin'];
export const DESK_ROLES: readonly DeskRole[] = ['none', 'viewer', 'auditor', 'operator', 'admin'];
const NAME = { least: 3, most: 50 };
const LONGEST_EMAIL = 255;

export type RoleChoice = RoleName | 'none';

export interface UserValues {
  username: string;
  email: string;
  desk_role: DeskRole;
  /** By the id of the plant, as the names of fields are; no entry is no role. */
  roles: Record<string, RoleChoice>;
  is_limited: boolean;
  branches: number[];
}

export const valuesOf = (user: User | null): UserValues => ({
  username: user?.username ?? '',
  email: user?.email ?? '',
  desk_role: user?.desk_role ?? 'none',
  roles: Object.fromEntries((user?.plant_roles ?? []).map(({ plant_id, role }) => [plant_id, role])),
  is_limited: user?.is_limited ?? false,
  branches: (user?.branches ?? []).map(({ id }) => id),
});

/** Texts are keys of the translation. */
export type Problem = 'nameLength' | 'emailForm' | 'branchNeeded';

export function problemsOf({ username, email, is_limited, branches }: UserValues) {
  const problems: Partial<Record<keyof UserValues, Problem>> = {};
  const { length } = username.trim();
  if (length < NAME.least || length > NAME.most) problems.username = 'nameLength';
  const address = email.trim();
  const isAddress = /^[^@\s]+@[^@\s]+$/.test(address) && address.length <= LONGEST_EMAIL;
  if (address !== '' && !isAddress) problems.email = 'emailForm';
  if (is_limited && branches.length === 0) problems.branches = 'branchNeeded';
  return problems;
}

export const isAdmin = ({ roles }: Pick<UserValues, 'roles'>): boolean =>
  Object.values(roles).includes('admin');

/** Plants where the account has a role. */
export const plantsOf = ({ roles }: Pick<UserValues, 'roles'>): number[] =>
  Object.entries(roles).flatMap(([plant, role]) => (role === 'none' ? [] : [Number(plant)]));

export interface RoleChange {
  plantId: number;
  role: RoleChoice;
}

export interface UserChanges {
  /** Null: nothing of it changes. */
  account: UserUpdate | null;
  /** What is given comes before what is taken, so that an administrator can move to another plant. */
  roles: RoleChange[];
  branches: UserBranches | null;
}

function roleChanges(stored: User | null, { roles }: UserValues): RoleChange[] {
  const before = valuesOf(stored).roles;
  const changes = Object.entries(roles)
    .filter(([plant, role]) => role !== (before[plant] ?? 'none'))
    .map(([plant, role]): RoleChange => ({ plantId: Number(plant), role }));
  return [...changes.filter(({ role }) => role !== 'none'), ...changes.filter(({ role }) => role === 'none')];
}

function branchChange(stored: User | null, { is_limited, branches }: UserValues): UserBranches | null {
  const before = valuesOf(stored);
  const wanted = is_limited ? [...branches].sort((a, b) => a - b) : [];
  const had = [...before.branches].sort((a, b) => a - b);
  const isSame = is_limited === before.is_limited && wanted.join() === had.join();
  return isSame ? null : { is_limited, branches: wanted };
}

/** From the stored account, or from a new one that has just its names. */
export function changesOf(stored: User | null, values: UserValues): UserChanges {
  const account: UserUpdate = {};
  if (stored && values.username.trim() !== stored.username) account.username = values.username.trim();
  if (stored && values.email.trim() !== (stored.email ?? '')) account.email = values.email.trim();
  if (stored && values.desk_role !== stored.desk_role) account.desk_role = values.desk_role;
  return {
    account: Object.keys(account).length > 0 ? account : null,
    roles: roleChanges(stored, values),
    branches: branchChange(stored, values),
  };
}

/** A refusal without a place, given the field that its call was about. */
export const beside = (field: keyof UserValues, error: unknown): unknown =>
  error instanceof ApiError && (error.status === 400 || error.status === 409)
    ? new ApiError(error.status, error.message, [{ field, message: error.message }])
    : error;

/** A conflict of names is told in words only; they begin with what is taken. */
export const besideName = (error: unknown): unknown =>
  error instanceof ApiError && error.status === 409 && /^(user)?(name|email)/i.test(error.message)
    ? beside(error.message.startsWith('Email') ? 'email' : 'username', error)
    : error;

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP = 4;

/** 80 random bits in groups that can be read aloud; letters that look like digits are left out. */
export function newOneTimePassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(GROUPS * GROUP));
  const letters = Array.from(bytes, (byte) => LETTERS.charAt(byte % LETTERS.length));
  return Array.from({ length: GROUPS }, (_, i) => letters.slice(i * GROUP, (i + 1) * GROUP).join('')).join(
    '-',
  );
}
