// What a person may do. A role is held per plant; an administrator of one plant is one everywhere.
import type { CurrentUser, RoleName } from '@/shared/api/types';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useSession } from './session';

const rank: Record<RoleName | 'none', number> = {
  none: 0,
  operator: 1,
  supervisor: 2,
  engineer: 3,
  admin: 4,
};

export const atLeast = (held: RoleName, needed: RoleName): boolean => rank[held] >= rank[needed];

/** Role at the plant, else the highest role anywhere; a user without roles counts as operator. */
export function effectiveRole(user: CurrentUser | null, plantId: number | null): RoleName {
  const roles = user?.plant_roles ?? [];
  if (roles.some(({ role }) => role === 'admin')) return 'admin';
  const here = roles.find((entry) => entry.plant_id === plantId);
  const candidates = here ? [here] : roles;
  return candidates.reduce<RoleName>(
    (best, { role }) => (role !== 'none' && rank[role] > rank[best] ? role : best),
    'operator',
  );
}

export function useRole(): RoleName {
  const user = useSession((state) => state.user);
  const plantId = usePlantSelection((state) => state.plantId);
  return effectiveRole(user, plantId);
}

/** True when the signed-in person holds at least this role at the selected plant. */
export function useCan(needed: RoleName): boolean {
  return atLeast(useRole(), needed);
}
