// Well-formed API objects of people and machines that sign in; each test names only what it is about.
import type { ApiKey, Session, User } from '@/shared/api/types';

export const aUser = (change: Partial<User> = {}): User => ({
  id: 2,
  username: 'kim',
  email: 'kim@example.com',
  is_active: true,
  must_change_password: false,
  created_at: '2026-01-05T06:07:08Z',
  updated_at: '2026-01-05T06:07:08Z',
  plant_roles: [{ plant_id: 2, plant_code: 'NF', plant_name: 'Northfield', role: 'operator' }],
  desk_role: 'none',
  language: null,
  time_zone: null,
  is_limited: false,
  branches: [],
  ...change,
});

export const aSession = (change: Partial<Session> = {}): Session => ({
  id: 'a1',
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  ip: '10.1.2.3',
  created_at: '2026-01-05T06:07:08Z',
  last_used_at: '2026-01-05T07:07:08Z',
  expires_at: '2026-01-12T06:07:08Z',
  is_current: false,
  ...change,
});

export const anApiKey = (change: Partial<ApiKey> = {}): ApiKey => ({
  id: '0d9f2c1e-5a44-4a6f-9e57-2f4d3c1b0a99',
  name: 'Line 1',
  created_at: '2026-01-05T06:07:08Z',
  expires_at: null,
  rate_limit_per_minute: 60,
  is_active: true,
  last_used_at: null,
  purpose: 'enter',
  scope: 'all',
  plants: [],
  branches: [],
  characteristics: [],
  created_by: 'admin',
  ...change,
});
