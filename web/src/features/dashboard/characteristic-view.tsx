// Everything about one characteristic: current values, options, charts or table, capability, and the sample that is open.
import { MAX_POINTS } from '@/shared/api/chart-window';
import { useChartData } from '@/shared/api/queries/chart-data';
import type { Characteristic } from '@/shared/api/types';
import { type ChartModel, isAttributeChart, toChartModel } from '@/shared/charts/chart-model';
import { cn } from '@/shared/lib/cn';
import { useShortcut } from '@/shared/lib/shortcuts';
import { usePrinting } from '@/shared/lib/use-printing';
import { SampleInspector } from '@/shared/samples/sample-inspector';
import { Card } from '@/shared/ui/card';
import { ErrorState, LoadingState } from '@/shared/ui/states';
import { toast } from '@/shared/ui/toast';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CapabilityCard } from './capability-card';
import { ChartTable } from './chart-table';
import { ChartStack } from './chart-stack';
import type { DashboardState } from './dashboard-url';
import { History } from './history';
import { NoSamples } from './no-samples';
import { QuickEntryDialog } from './quick-entry';
import { Ticker } from './ticker';
import { Toolbar } from './toolbar';
import type { ChangeDashboard, DashboardChange } from './use-dashboard';

interface CharacteristicViewProps {
  characteristic: Characteristic;
  path: string[];
  state: DashboardState;
  onChange: ChangeDashboard;
}

function useOptionShortcuts(
  state: DashboardState,
  canShowSpec: boolean,
  onChange: (change: DashboardChange) => void,
): void {
  const { t } = useTranslation('dashboard');
  const scope = 'page';
  const { view, showSpec, axis } = state;
  useShortcut({ keys: 'd', description: t('shortcuts.table'), scope }, () =>
    onChange({ view: view === 'table' ? 'chart' : 'table' }),
  );
  useShortcut({ keys: 's', description: t('shortcuts.spec'), scope }, () =>
    canShowSpec ? onChange({ showSpec: !showSpec }) : toast.info(t('toolbar.specStandardized')),
  );
  useShortcut({ keys: 'x', description: t('shortcuts.axis'), scope }, () =>
    onChange({ axis: axis === 'time' ? 'index' : 'time' }),
  );
}

export function CharacteristicView({ characteristic, path, state, onChange }: CharacteristicViewProps) {
  const { t } = useTranslation('dashboard');
  const query = useChartData(characteristic.id, state.window);
  const { data } = query;
  const model = useMemo(() => (data ? toChartModel(data) : null), [data]);
  useOptionShortcuts(state, model?.standardized !== true, onChange);
  const printing = usePrinting();
  const openSample = (sampleId: number | null) => onChange({ sampleId });

  // A range of time that has more samples than are drawn one by one.
  const isLong = ({ location }: ChartModel) =>
    state.window.kind !== 'last' && location.points.length >= MAX_POINTS;

  const charts = (shown: ChartModel) => {
    if (shown.location.points.length === 0) {
      return <NoSamples characteristic={characteristic} window={state.window} onChange={onChange} />;
    }
    if (isLong(shown)) {
      return <History characteristic={characteristic} path={path} state={state} onChange={onChange} />;
    }
    if (state.view === 'table') return <ChartTable model={shown} onOpen={openSample} />;
    return (
      <>
        <ChartStack
          model={shown}
          path={path}
          axis={state.axis}
          showSpec={state.showSpec}
          selectedId={state.sampleId}
          onOpen={openSample}
          characteristic={characteristic}
        />
        {printing && <ChartTable model={shown} onOpen={openSample} />}
      </>
    );
  };

  const body = () => {
    if (model && data) {
      const capability = state.histogram !== 'hidden' && !isAttributeChart(model) && (
        <CapabilityCard
          capability={data.capability ?? null}
          histogram={data.histogram ?? null}
          model={model}
          position={state.histogram}
        />
      );
      const beside = state.histogram === 'right';
      return (
        <div
          className={cn(
            'flex flex-1 gap-2.5 print:block',
            beside ? 'max-xl:flex-col xl:min-h-0' : 'flex-col',
          )}
        >
          <div className="flex min-h-[26rem] min-w-0 flex-1 flex-col">{charts(model)}</div>
          {capability}
        </div>
      );
    }
    return (
      <Card className="flex-1">
        {query.isError ? (
          <ErrorState title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <LoadingState text={t('loading')} />
        )}
      </Card>
    );
  };

  return (
    <>
      <Ticker characteristic={characteristic} model={model} capability={data?.capability ?? null} />
      <Toolbar characteristic={characteristic} model={model} state={state} onChange={onChange} />
      {body()}
      <QuickEntryDialog characteristic={characteristic} />
      <SampleInspector
        sampleId={state.sampleId}
        model={model}
        characteristic={characteristic}
        onOpen={openSample}
      />
    </>
  );
}
