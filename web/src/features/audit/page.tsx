// The audit trail: who did what, when and from where; and what happened to one object.
import { AddressNotice } from '@/shared/address/address-notice';
import { useExistingPage } from '@/shared/address/use-existing-page';
import { useUnmet } from '@/shared/address/use-unmet';
import { useAuditTrail } from '@/shared/api/queries/audit';
import { cn } from '@/shared/lib/cn';
import { pagesOf } from '@/shared/table/pages';
import { TablePages } from '@/shared/table/table-pages';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { ScrollText } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { AuditFilters } from './audit-filters';
import { AuditTable } from './audit-table';
import {
  AUDIT_RULES,
  type AuditView,
  everything,
  filterOf,
  isFiltered,
  PER_PAGE,
  pageOf,
  readView,
  writeView,
} from './audit-view';
import { ExportEvents } from './export-events';

export function Component() {
  const { t } = useTranslation('audit');
  const [params, setParams] = useSearchParams();
  const view = readView(params);
  const change = useCallback(
    (part: Partial<AuditView>) =>
      setParams((current) => writeView({ ...readView(current), page: 1, ...part }), { replace: true }),
    [setParams],
  );
  const filter = filterOf(view);
  const { data, error, refetch, isPlaceholderData } = useAuditTrail(
    { ...filter, ...pageOf(view) },
    view.window,
  );
  const goTo = useCallback((page: number) => change({ page }), [change]);
  useExistingPage(view.page, data && !isPlaceholderData ? pagesOf(data.total, PER_PAGE) : null, goTo);
  const unmet = useUnmet(AUDIT_RULES);
  const body = () => {
    if (!data) {
      return error ? (
        <ErrorState title={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingState text={t('loading')} />
      );
    }
    if (data.items.length === 0) {
      return (
        <EmptyState
          icon={<ScrollText size={28} aria-hidden />}
          title={t(isFiltered(view) ? 'noMatch' : 'none')}
          action={
            isFiltered(view) && <Button onClick={() => change(everything)}>{t('filters.clear')}</Button>
          }
        />
      );
    }
    return (
      <>
        <div
          aria-busy={isPlaceholderData}
          className={cn('min-h-0 flex-1 scroll-thin overflow-auto', isPlaceholderData && 'opacity-60')}
        >
          <AuditTable events={data.items} onObject={(kind, id) => change({ ...everything, kind, id })} />
        </div>
        <TablePages
          page={view.page}
          size={PER_PAGE}
          total={data.total}
          onPage={goTo}
          showing={(range) => t('range', range)}
        />
      </>
    );
  };
  return (
    <div className="flex flex-col gap-2.5 p-2.5 lg:h-full lg:min-h-[36rem] print:block print:h-auto">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="text-xl font-semibold">{t('title')}</h1>
        <p className="flex-1 text-ink-muted">{t('subtitle')}</p>
        <ExportEvents filter={filter} window={view.window} />
      </header>
      <AddressNotice
        unmet={unmet}
        onAdopt={() => change({ page: view.page })}
        shown={{ page: t('pageShown', { page: view.page }), range: t('allTime') }}
      />
      <AuditFilters view={view} onChange={change} />
      <Card className="flex min-h-0 flex-1 flex-col overflow-clip">{body()}</Card>
    </div>
  );
}
