import { ApiError } from '@/shared/api/errors';
import { aUser } from '@/test/builders/people';
import {
  beside,
  besideName,
  changesOf,
  isAdmin,
  newOneTimePassword,
  plantsOf,
  problemsOf,
  valuesOf,
} from './user-form';

const stored = aUser({ is_limited: true, branches: [{ id: 8, name: 'Line 2', plant_id: 2 }] });
const typed = valuesOf(stored);
const blank = valuesOf(null);

it('has nothing to store as long as nothing is changed', () =>
  expect(changesOf(stored, typed)).toEqual({ account: null, roles: [], branches: null }));

it('stores of the names what is changed, and an empty address as none', () =>
  expect(changesOf(stored, { ...typed, username: ' kim.l ', email: ' ' }).account).toEqual({
    username: 'kim.l',
    email: '',
  }));

it('gives roles before it takes any', () =>
  expect(changesOf(stored, { ...typed, roles: { 2: 'none', 3: 'admin', 4: 'none' } }).roles).toEqual([
    { plantId: 3, role: 'admin' },
    { plantId: 2, role: 'none' },
  ]));

it('forgets the branches of who is not limited any more', () =>
  expect(changesOf(stored, { ...typed, is_limited: false }).branches).toEqual({
    is_limited: false,
    branches: [],
  }));

it('does not mind the order of branches', () => {
  const two = { ...stored, branches: [8, 9].map((id) => ({ id, name: '', plant_id: 2 })) };
  expect(changesOf(two, { ...typed, branches: [9, 8] }).branches).toBeNull();
  expect(changesOf(two, { ...typed, branches: [9] }).branches).toEqual({ is_limited: true, branches: [9] });
});

it('gives a new account its rights, and its names with its creation', () =>
  expect(changesOf(null, { ...blank, username: 'new', roles: { 2: 'operator' } })).toEqual({
    account: null,
    roles: [{ plantId: 2, role: 'operator' }],
    branches: null,
  }));

it.each([
  [{ username: 'ab' }, { username: 'nameLength' }],
  [{ username: 'a'.repeat(51) }, { username: 'nameLength' }],
  [{ email: 'kim' }, { email: 'emailForm' }],
  [{ email: '' }, {}],
  [{ is_limited: true, branches: [] }, { branches: 'branchNeeded' }],
])('finds what is wrong with %j', (change, problems) =>
  expect(problemsOf({ ...typed, ...change })).toEqual(problems),
);

it('knows where somebody has a role', () => {
  expect(plantsOf({ roles: { 2: 'operator', 3: 'none' } })).toEqual([2]);
  expect(isAdmin({ roles: { 2: 'operator' } })).toBe(false);
  expect(isAdmin({ roles: { 2: 'operator', 3: 'admin' } })).toBe(true);
});

describe('a refusal', () => {
  const fieldOf = (error: unknown) => error instanceof ApiError && error.fields[0]?.field;

  it('of a name that is taken stands beside that name', () => {
    expect(fieldOf(besideName(new ApiError(409, 'Username already exists')))).toBe('username');
    expect(fieldOf(besideName(new ApiError(409, 'Email already exists')))).toBe('email');
    expect(fieldOf(besideName(new ApiError(409, 'Nobody active would be an administrator')))).toBeUndefined();
  });

  it('of a role stands beside the roles, and a failure of the server does not', () => {
    expect(fieldOf(beside('roles', new ApiError(409, 'No administrator')))).toBe('roles');
    expect(fieldOf(beside('roles', new ApiError(500, 'No')))).toBeUndefined();
  });
});

it('makes passwords that are long, easy to read, and each another', () => {
  expect(newOneTimePassword()).toMatch(/^([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$/);
  expect(newOneTimePassword()).not.toBe(newOneTimePassword());
});
