import { aUser } from '@/test/builders/people';
import { rankOf, readView, shownUsers, writeView } from './user-view';

const kim = aUser({ id: 2, username: 'kim', email: 'Kim.Lee@example.com' });
const gone = aUser({ id: 3, username: 'gone', is_active: false });
const names = (search: string, withInactive = false) =>
  shownUsers([kim, gone], { search, withInactive }).map(({ username }) => username);

it('leaves out who is inactive, unless asked for', () => {
  expect(names('')).toEqual(['kim']);
  expect(names('', true)).toEqual(['kim', 'gone']);
});

it('finds by user name and by e-mail address, in any case of letters', () => {
  expect(names(' KIM ')).toEqual(['kim']);
  expect(names('lee@')).toEqual(['kim']);
  expect(names('nobody', true)).toEqual([]);
});

it('reads what it writes', () => {
  const view = { search: 'a & b', withInactive: true, page: 3 };
  expect(readView(writeView(view))).toEqual(view);
  expect(writeView({ search: '', withInactive: false, page: 1 }).size).toBe(0);
});

it('orders by the highest role', () => {
  const role = (name: 'operator' | 'admin', plant_id: number) => ({
    plant_id,
    plant_name: 'P',
    plant_code: 'P',
    role: name,
  });
  expect(rankOf(kim)).toBe(1);
  expect(rankOf(aUser({ plant_roles: [role('operator', 1), role('admin', 2)] }))).toBe(4);
  expect(rankOf(aUser({ plant_roles: [] }))).toBe(0);
});
