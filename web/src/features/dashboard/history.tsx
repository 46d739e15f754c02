// A range with more samples than a chart draws one by one: all of it, as stretches of neighbouring samples.
import { useChartOverview } from '@/shared/api/queries/chart-overview';
import type { Characteristic } from '@/shared/api/types';
import { HistoryChart } from '@/shared/charts/history-chart';
import { closerLook, type HistoryModel, type Stretch, toHistoryModel } from '@/shared/charts/history-model';
import { formatCount } from '@/shared/lib/format';
import { Card } from '@/shared/ui/card';
import { ErrorState, LoadingState } from '@/shared/ui/states';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DashboardState } from './dashboard-url';
import { HistoryTable } from './history-table';
import type { ChangeDashboard } from './use-dashboard';

interface HistoryProps {
  characteristic: Characteristic;
  path: string[];
  state: DashboardState;
  onChange: ChangeDashboard;
}

function Heading({ model, path }: { model: HistoryModel; path: string[] }) {
  const { t } = useTranslation('charts');
  return (
    <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 px-3 pt-1.5">
      <h3 className="text-sm">
        {path.length > 0 && <span className="text-ink-muted">{path.join(' / ')} / </span>}
        <strong className="font-semibold">{model.name}</strong>
        <span className="text-ink-muted"> – {t('history.title')}</span>
      </h3>
      <p className="text-xs text-ink-muted">
        {t('history.summary', {
          subgroups: t('history.subgroups', { count: model.samples, shown: formatCount(model.samples) }),
          signals: t('history.signals', { count: model.signals, shown: formatCount(model.signals) }),
        })}
      </p>
    </div>
  );
}

export function History({ characteristic, path, state, onChange }: HistoryProps) {
  const { t } = useTranslation(['dashboard', 'charts']);
  const query = useChartOverview(characteristic.id, state.window, true);
  const { data } = query;
  const model = useMemo(() => (data ? toHistoryModel(data) : null), [data]);
  const lookCloser = (stretch: Stretch) =>
    onChange({ window: closerLook(model?.stretches ?? [], stretch) }, true);

  if (!model?.isComplete) {
    return (
      <Card className="flex-1">
        {query.isError ? (
          <ErrorState title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <LoadingState text={model ? t('charts:history.preparing') : t('loading')} />
        )}
      </Card>
    );
  }
  if (state.view === 'table') return <HistoryTable model={model} onLookCloser={lookCloser} />;
  return (
    <Card className="flex min-h-80 flex-1 flex-col print:h-[12cm]">
      <Heading model={model} path={path} />
      <HistoryChart model={model} axis={state.axis} showSpec={state.showSpec} onLookCloser={lookCloser} />
    </Card>
  );
}
