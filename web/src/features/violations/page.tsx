// Violations of the selected plant: counters, filters, and the list with its acknowledgements.
import { useExistingPage } from '@/shared/address/use-existing-page';
import { useViolations, useViolationStats } from '@/shared/api/queries/violations';
import { useErrorText } from '@/shared/api/use-error-text';
import { useCan } from '@/shared/auth/roles';
import { cn } from '@/shared/lib/cn';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { useFollowCharacteristic } from '@/shared/plants/use-follow-characteristic';
import { Button } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { ErrorState, LoadingState } from '@/shared/ui/states';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyList } from './empty-list';
import { FilterBar } from './filter-bar';
import { Pager } from './pager';
import { StatCards } from './stat-cards';
import { useViolationView } from './use-violation-view';
import { writeView } from './view';
import { ViolationNotice } from './violation-notice';
import { ViolationList } from './violation-list';
import { listQuery, statsQuery } from './violation-query';

function StaleNotice({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation(['violations', 'common']);
  const errorText = useErrorText();
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 bg-caution-soft px-3 py-1.5 text-caution">
      <span className="flex-1">
        <strong className="font-semibold">{t('staleTitle')}</strong> {errorText(error)}
      </span>
      <Button onClick={onRetry}>{t('common:retry')}</Button>
    </div>
  );
}

export function Component() {
  const { t } = useTranslation('violations');
  const [view, change] = useViolationView();
  const whereabouts = useFollowCharacteristic();
  const plantId = usePlantSelection((state) => state.plantId);
  const canAcknowledge = useCan('supervisor');
  const stats = useViolationStats(statsQuery(view, plantId), view.window);
  const list = useViolations(listQuery(view, plantId), view.window);
  const { data, error, isPlaceholderData } = list;
  const pages = data && !isPlaceholderData ? Math.max(1, Math.ceil(data.total / view.perPage)) : null;
  const goTo = useCallback((page: number) => change({ page }), [change]);
  useExistingPage(view.page, pages, goTo);
  const refresh = () => void Promise.all([list.refetch(), stats.refetch()]);

  const body = () => {
    if (!data) {
      return error ? (
        <ErrorState title={t('failed')} error={error} onRetry={refresh} />
      ) : (
        <LoadingState text={t('loading')} />
      );
    }
    return (
      <>
        {error && <StaleNotice error={error} onRetry={refresh} />}
        {/* What is shown until another page or filter has arrived can be looked at, not worked with. */}
        <div
          inert={isPlaceholderData}
          aria-busy={isPlaceholderData}
          className={cn('flex min-h-0 flex-1 flex-col', isPlaceholderData && 'opacity-60')}
        >
          <ViolationList
            key={`${plantId ?? ''} ${writeView(view).toString()}`}
            fresh={data.items}
            isFirstPage={view.page === 1}
            canAcknowledge={canAcknowledge}
            onRefresh={refresh}
            empty={<EmptyList view={view} onChange={change} />}
          />
        </div>
        <Pager view={view} total={data.total} onChange={change} />
      </>
    );
  };

  return (
    <div className="flex flex-col gap-2.5 p-2.5 lg:h-full lg:min-h-[36rem] print:block print:h-auto">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="text-xl font-semibold">{t('title')}</h1>
        <p className="text-ink-muted">{t('subtitle')}</p>
      </header>
      <ViolationNotice
        view={view}
        whereabouts={whereabouts}
        onAdopt={() => change(whereabouts === 'nowhere' ? { characteristicId: null } : { page: view.page })}
      />
      <StatCards stats={stats.data} view={view} onChange={change} />
      <FilterBar view={view} onChange={change} />
      <Card className="flex min-h-0 flex-1 flex-col overflow-clip">{body()}</Card>
    </div>
  );
}
