import type { PlantRole, User } from '@/shared/api/types';
import { useSession } from '@/shared/auth/session';
import { formatDateTime, formatLongMoment, parseTime } from '@/shared/lib/format';
import type { Column, Sort } from '@/shared/table/columns';
import { DataTable } from '@/shared/table/data-table';
import { Badge } from '@/shared/ui/badge';
import { Button } from '@/shared/ui/button';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { rankOf } from './user-view';

/** What can be done with a row. */
export interface UserActions {
  onDeactivate: (user: User) => void;
  onReactivate: (user: User) => void;
  onDelete: (user: User) => void;
}

function PlantRoles({ roles }: { roles: readonly PlantRole[] }) {
  const { t } = useTranslation(['people', 'common']);
  const named = roles.flatMap(({ role, ...rest }) => (role === 'none' ? [] : [{ role, ...rest }]));
  if (named.length === 0) return <span className="text-ink-muted">{t('list.noRole')}</span>;
  return (
    <ul className="flex flex-wrap gap-1">
      {named.map(({ plant_id, plant_name, role }) => (
        <li key={plant_id}>
          <Badge tone={role === 'admin' ? 'info' : 'neutral'}>
            {t('list.plantRole', { plant: plant_name, role: t(`common:roles.${role}`) })}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function Status({ user }: { user: User }) {
  const { t } = useTranslation('people');
  return (
    <div className="flex flex-wrap gap-1">
      <Badge tone={user.is_active ? 'ok' : 'neutral'}>
        {t(user.is_active ? 'status.active' : 'status.inactive')}
      </Badge>
      {user.must_change_password && <Badge tone="caution">{t('status.oneTime')}</Badge>}
      {user.is_limited && <Badge tone="info">{t('status.limited')}</Badge>}
    </div>
  );
}

function Actions({ user, actions }: { user: User; actions: UserActions }) {
  const { t } = useTranslation('people');
  const self = useSession((state) => state.user?.id);
  const { username } = user;
  const button = 'h-7! px-2.5!';
  if (user.id === self) return <span className="text-xs text-ink-muted">{t('list.you')}</span>;
  if (user.is_active)
    return (
      <Button
        className={button}
        aria-label={t('list.deactivateName', { name: username })}
        onClick={() => actions.onDeactivate(user)}
      >
        {t('actions.deactivate')}
      </Button>
    );
  return (
    <div className="flex gap-1 md:justify-end">
      <Button
        className={button}
        aria-label={t('list.reactivateName', { name: username })}
        onClick={() => actions.onReactivate(user)}
      >
        {t('actions.reactivate')}
      </Button>
      <Button
        variant="danger"
        className={button}
        aria-label={t('list.deleteName', { name: username })}
        onClick={() => actions.onDelete(user)}
      >
        {t('actions.delete')}
      </Button>
    </div>
  );
}

export function useUserColumns(actions: UserActions): Column<User>[] {
  const { t } = useTranslation('people');
  return [
    {
      key: 'username',
      head: t('columns.username'),
      isRowHead: true,
      isSortable: true,
      value: ({ username }) => username,
      cell: ({ id, username }) => (
        <Link to={`/admin/users/${id}`} className="font-medium break-words hover:text-accent hover:underline">
          {username}
        </Link>
      ),
    },
    {
      key: 'email',
      head: t('columns.email'),
      isSortable: true,
      value: ({ email }) => email,
      className: 'break-words text-ink-muted',
      cell: ({ email }) => email,
    },
    {
      key: 'status',
      head: t('columns.status'),
      isSortable: true,
      value: ({ is_active }) => Number(!is_active),
      cell: (user) => <Status user={user} />,
    },
    {
      key: 'roles',
      head: t('columns.roles'),
      isSortable: true,
      startsDescending: true,
      value: rankOf,
      cell: ({ plant_roles }) => <PlantRoles roles={plant_roles} />,
    },
    {
      key: 'created',
      head: t('columns.created'),
      isSortable: true,
      startsDescending: true,
      className: 'whitespace-nowrap tabular text-ink-muted max-md:hidden',
      value: ({ created_at }) => parseTime(created_at).getTime(),
      cell: ({ created_at }) => {
        const time = parseTime(created_at);
        return (
          <time dateTime={time.toISOString()} title={formatDateTime(time)}>
            {formatLongMoment(time)}
          </time>
        );
      },
    },
    {
      key: 'actions',
      head: t('columns.actions'),
      isHeadHidden: true,
      className: 'md:text-right',
      cell: (user) => <Actions user={user} actions={actions} />,
    },
  ];
}

interface UserTableProps {
  users: readonly User[];
  columns: readonly Column<User>[];
  sort: { value: Sort | null; onChange: (sort: Sort) => void };
}

export function UserTable({ users, columns, sort }: UserTableProps) {
  const { t } = useTranslation('people');
  const navigate = useNavigate();
  return (
    <DataTable
      layout="stacked"
      caption={t('title')}
      columns={columns}
      rows={users}
      sort={sort}
      onOpen={({ id }) => void navigate(`/admin/users/${id}`)}
      rowClassName={({ is_active }) => (is_active ? undefined : 'text-ink-muted')}
    />
  );
}
