// The log: every message, what became of it, and what a person can do about those that failed.
import { AddressNotice } from '@/shared/address/address-notice';
import { useExistingPage } from '@/shared/address/use-existing-page';
import { useUnmet } from '@/shared/address/use-unmet';
import { useChannels, useDeliveries } from '@/shared/api/queries/notifications';
import { cn } from '@/shared/lib/cn';
import { usePlantSelection } from '@/shared/plants/plant-selection';
import { Button, IconButton } from '@/shared/ui/button';
import { Card } from '@/shared/ui/card';
import { SelectField } from '@/shared/ui/field';
import { EmptyState, ErrorState, LoadingState } from '@/shared/ui/states';
import { ChevronLeft, ChevronRight, Send } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { DeliveryTable } from './delivery-table';
import {
  DELIVERY_RULES,
  type DeliveryView,
  PER_PAGE,
  queryOf,
  readView,
  STATES,
  writeView,
} from './delivery-view';

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

const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / PER_PAGE));

function Pages({ view, total, onChange }: ViewProps & { total: number }) {
  const { t } = useTranslation('notifications');
  const last = pagesOf(total);
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
  const change = useCallback(
    (part: Partial<DeliveryView>) =>
      setParams((current) => writeView({ ...readView(current), ...part }), { replace: true }),
    [setParams],
  );
  const { data, error, refetch, isPlaceholderData } = useDeliveries(queryOf(view, plantId));
  const goTo = useCallback((page: number) => change({ page }), [change]);
  useExistingPage(view.page, data && !isPlaceholderData ? pagesOf(data.total) : null, goTo);
  const { data: channels } = useChannels();
  const isUnknownChannel = channels !== undefined && !channels.some(({ id }) => id === view.channel);
  const unmet = useUnmet(DELIVERY_RULES, { channel: isUnknownChannel && 'channel' });
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
      <AddressNotice
        unmet={unmet}
        onAdopt={() => change(isUnknownChannel ? { channel: null } : {})}
        shown={{
          state: t('log.allStates'),
          page: t('log.pageShown', { page: view.page }),
          ...(view.channel === null ? { channel: t('log.allChannels') } : {}),
        }}
      />
      <Filters view={view} onChange={change} />
      <Card className="flex min-h-0 flex-1 flex-col overflow-clip">{body()}</Card>
    </>
  );
}
