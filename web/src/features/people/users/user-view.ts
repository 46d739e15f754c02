// Which accounts the list shows, as the address has it. Pure.
import { type AddressRules, choice } from '@/shared/address/address-check';
import type { RoleName, User } from '@/shared/api/types';
import { positiveInteger } from '@/shared/lib/positive-integer';

export const PER_PAGE = 50;

/** What the address may hold. */
export const USER_RULES: AddressRules = {
  search: { kind: 'text' },
  inactive: choice(['shown']),
  page: { kind: 'number' },
};

export interface UserView {
  search: string;
  withInactive: boolean;
  page: number;
}

export const readView = (params: URLSearchParams): UserView => ({
  search: params.get('search') ?? '',
  withInactive: params.get('inactive') === 'shown',
  page: positiveInteger(params.get('page') ?? '') ?? 1,
});

export function writeView({ search, withInactive, page }: UserView): URLSearchParams {
  const params = new URLSearchParams();
  if (search !== '') params.set('search', search);
  if (withInactive) params.set('inactive', 'shown');
  if (page > 1) params.set('page', String(page));
  return params;
}

/** Those whose user name or e-mail address has the text, in any case of letters. */
export function shownUsers(
  users: readonly User[],
  { search, withInactive }: Pick<UserView, 'search' | 'withInactive'>,
): User[] {
  const wanted = search.trim().toLowerCase();
  const has = (text: string | null) => text?.toLowerCase().includes(wanted) ?? false;
  return users.filter(
    ({ is_active, username, email }) => (withInactive || is_active) && (has(username) || has(email)),
  );
}

const ORDER: readonly (RoleName | 'none')[] = ['none', 'operator', 'supervisor', 'engineer', 'admin'];

/** How far the account reaches, for the order of the rows. */
export const rankOf = ({ plant_roles }: User): number =>
  Math.max(0, ...plant_roles.map(({ role }) => ORDER.indexOf(role)));
