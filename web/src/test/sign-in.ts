// Somebody at work at the plant with the id 2, for components that ask what a person may do.
import type { RoleName } from '@/shared/api/types';
import { useSession } from '@/shared/auth/session';

export const signInAs = (role: RoleName): void =>
  useSession.setState({
    status: 'signed-in',
    user: {
      id: 1,
      username: 'eva',
      email: null,
      is_active: true,
      must_change_password: false,
      created_at: '2026-01-05T06:07:08Z',
      updated_at: '2026-01-05T06:07:08Z',
      plant_roles: [{ plant_id: 2, plant_code: 'NF', plant_name: 'Northfield', role }],
      desk_role: 'none',
      language: null,
      time_zone: null,
      is_limited: false,
      branches: [],
    },
  });

export const signOut = (): void => useSession.setState({ status: 'restoring', user: null });
