// The list of accounts.
import { AddressNotice } from '@/shared/address/address-notice';
import { useExistingPage } from '@/shared/address/use-existing-page';
import { useUnmet } from '@/shared/address/use-unmet';
import { useUsers } from '@/shared/api/queries/users';
import type { User } from '@/shared/api/types';
import { pagesOf } from '@/shared/table/pages';
import { TablePages } from '@/shared/table/table-pages';
import { useSortedRows } from '@/shared/table/use-sorted-rows';
import { Card } from '@/shared/ui/card';
import { Checkbox } from '@/shared/ui/field';
import { Loaded } from '@/shared/ui/loaded';
import { SearchBox } from '@/shared/ui/search-box';
import { EmptyState } from '@/shared/ui/states';
import { UserPlus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useReactivate } from './use-reactivate';
import { DeactivateDialog, DeleteDialog } from './user-dialogs';
import { UserTable, useUserColumns } from './user-table';
import { PER_PAGE, readView, shownUsers, USER_RULES, type UserView, writeView } from './user-view';

interface ViewProps {
  view: UserView;
  onChange: (change: Partial<UserView>) => void;
}

function Toolbar({ view, onChange }: ViewProps) {
  const { t } = useTranslation('people');
  return (
    <div className="flex flex-wrap items-center gap-2.5">
      <SearchBox
        label={t('list.search')}
        value={view.search}
        onChange={(search) => onChange({ search, page: 1 })}
        className="w-72 max-sm:w-full"
      />
      <Checkbox
        label={t('list.showInactive')}
        checked={view.withInactive}
        onChange={({ target }) => onChange({ withInactive: target.checked, page: 1 })}
      />
      <div className="flex-1" />
      <Link
        to="/admin/users/new"
        className="inline-flex h-8 items-center gap-1.5 rounded-md bg-accent px-3 text-sm font-medium text-accent-ink hover:bg-accent-strong"
      >
        <UserPlus size={15} aria-hidden />
        {t('list.create')}
      </Link>
    </div>
  );
}

interface Asked {
  user: User;
  action: 'deactivate' | 'delete';
}

function UserList({ all, view, onChange }: ViewProps & { all: readonly User[] }) {
  const { t } = useTranslation('people');
  const [asked, setAsked] = useState<Asked | null>(null);
  const columns = useUserColumns({
    onDeactivate: (user) => setAsked({ user, action: 'deactivate' }),
    onReactivate: useReactivate(),
    onDelete: (user) => setAsked({ user, action: 'delete' }),
  });
  const { search, withInactive, page } = view;
  const found = useMemo(() => shownUsers(all, { search, withInactive }), [all, search, withInactive]);
  const { rows, sort } = useSortedRows(found, columns);
  const goTo = useCallback((to: number) => onChange({ page: to }), [onChange]);
  useExistingPage(page, pagesOf(found.length, PER_PAGE), goTo);
  const close = () => setAsked(null);
  return (
    <Card className="flex min-h-0 flex-1 flex-col overflow-clip">
      {found.length === 0 ? (
        <EmptyState title={t('list.noMatch')} hint={withInactive ? undefined : t('list.noMatchHint')} />
      ) : (
        <>
          <div className="min-h-0 flex-1 scroll-thin overflow-auto">
            <UserTable
              users={rows.slice((page - 1) * PER_PAGE, page * PER_PAGE)}
              columns={columns}
              sort={sort}
            />
          </div>
          <TablePages
            page={page}
            size={PER_PAGE}
            total={found.length}
            onPage={goTo}
            showing={(range) => t('list.showing', range)}
          />
        </>
      )}
      {asked?.action === 'deactivate' && <DeactivateDialog user={asked.user} onClose={close} />}
      {asked?.action === 'delete' && <DeleteDialog user={asked.user} onClose={close} />}
    </Card>
  );
}

export function Component() {
  const { t } = useTranslation('people');
  const [params, setParams] = useSearchParams();
  const view = readView(params);
  const change = useCallback(
    (part: Partial<UserView>) =>
      setParams((current) => writeView({ ...readView(current), ...part }), { replace: true }),
    [setParams],
  );
  const unmet = useUnmet(USER_RULES);
  return (
    <>
      <AddressNotice
        unmet={unmet}
        onAdopt={() => change({})}
        shown={{ inactive: t('list.activeShown'), page: t('list.firstPage') }}
      />
      <Toolbar view={view} onChange={change} />
      <Loaded query={useUsers()} texts={{ loading: t('list.loading'), failed: t('list.failed') }}>
        {(all) => <UserList all={all} view={view} onChange={change} />}
      </Loaded>
    </>
  );
}
