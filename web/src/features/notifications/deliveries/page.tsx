// The log: every message, what became of it, and what a person can do about those that failed.
import { useChannels, useDeliveries } from '@/shared/api/queries/notifications';
import { cn } from '@/shared/lib/cn';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Button, IconButton } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { SelectField } from '@/shared/ui/field';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { ChevronLeft, ChevronRight, Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { DeliveryTable } from './delivery-table';
import { type DeliveryView, PER_PAGE, queryOf, readView, STATES, writeView } from './delivery-view';

interface ViewProps {
  view: DeliveryView;
  onChange: (change: Partial<DeliveryView>) => void;
}

function Filters({ view, onChange }: ViewProps) {
  const { t } = useTranslation('notifications');
  const { data: channels } = useChannels();
  return (
    <div className="flex flex-wrap gap-2.5">
      <SelectField
        label={t('log.state')}
        className="w-44"
        value={view.state ?? ''}
        onChange={({ target }) =>
          onChange({ state: STATES.find((state) => state === target.value) ?? null, page: 1 })
        }
      >
        <option value="">{t('log.allStates')}</option>
        {STATES.map((state) => (
          <option key={state} value={state}>
            {t(`states.${state}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('log.channel')}
        className="w-56"
        value={view.channel ?? ''}
        onChange={({ target }) =>
          onChange({ channel: target.value === '' ? null : Number(target.value), page: 1 })
        }
      >
        <option value="">{t('log.allChannels')}</option>
        {(channels ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function Pages({ view, total, onChange }: ViewProps & { total: number }) {
  const { t } = useTranslation('notifications');
  const last = Math.max(1, Math.ceil(total / PER_PAGE));
  const first = (view.page - 1) * PER_PAGE + 1;
  return (
    <nav
      aria-label={t('log.pages')}
      className="flex items-center justify-end gap-2 border-t border-line px-2.5 py-1.5"
    >
      <span className="flex-1 text-ink-muted tabular">
        {t('log.range', { first, last: Math.min(total, first + PER_PAGE - 1), total })}
      </span>
      <IconButton
        label={t('log.newer')}
        disabled={view.page === 1}
        onClick={() => onChange({ page: view.page - 1 })}
      >
        <ChevronLeft size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={t('log.older')}
        disabled={view.page >= last}
        onClick={() => onChange({ page: view.page + 1 })}
      >
        <ChevronRight size={16} aria-hidden />
      </IconButton>
    </nav>
  );
}

export function Component() {
  const { t } = useTranslation('notifications');
  const plantId = usePlantSelection((state) => state.plantId);
  const [params, setParams] = useSearchParams();
  const view = readView(params);
  const change = (part: Partial<DeliveryView>) =>
    setParams(writeView({ ...view, ...part }), { replace: true });
  const { data, error, refetch, isPlaceholderData } = useDeliveries(queryOf(view, plantId));
  const isFiltered = view.state !== null || view.channel !== null || view.page > 1;
  const body = () => {
    if (!data) {
      return error ? (
        <ErrorState title={t('log.failed')} error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingState text={t('log.loading')} />
      );
    }
    if (data.items.length === 0) {
      return (
        <EmptyState
          icon={<Send size={28} aria-hidden />}
          title={t(isFiltered ? 'log.noMatch' : 'log.none')}
          hint={isFiltered ? undefined : t('log.noneHint')}
          action={
            isFiltered && (
              <Button onClick={() => change({ state: null, channel: null, page: 1 })}>
                {t('log.showAll')}
              </Button>
            )
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
          <DeliveryTable deliveries={data.items} />
        </div>
        <Pages view={view} total={data.total} onChange={change} />
      </>
    );
  };
  return (
    <>
      <Filters view={view} onChange={change} />
      <Card className="flex min-h-0 flex-1 flex-col overflow-clip">{body()}</Card>
    </>
  );
}
