import type { Characteristic } from '@/shared/api/types';
import { MAX_POINTS } from '@/shared/api/chart-window';
import { useCan } from '@/shared/auth/roles';
import type { ChartModel } from '@/shared/charts/chart-model';
import { Button } from '@/shared/ui/button';
import { Segmented } from '@/shared/ui/segmented';
import { ChartSpline, PanelBottom, PanelRight, Square, Table2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DashboardState } from './dashboard-url';
import { QuickEntryButton } from './quick-entry';
import { RangePicker } from './range-picker';
import { LimitsButton } from './limits/limits-button';
import { RulesButton } from './rules/rules-button';
import type { DashboardChange } from './use-dashboard';

interface ToolbarProps {
  characteristic: Characteristic;
  model: ChartModel | null;
  state: DashboardState;
  onChange: (change: DashboardChange) => void;
}

const ICON = 16;

export function Toolbar({ characteristic, model, state, onChange }: ToolbarProps) {
  const { t } = useTranslation('dashboard');
  const canEnter = useCan('operator');
  const canRecalculate = useCan('engineer');
  const isCapped = state.window.kind !== 'last' && model?.location.points.length === MAX_POINTS;
  const isStandardized = model?.standardized ?? false;
  const isMeasured = characteristic.data_type === 'variable';
  const hasSpec = [characteristic.usl, characteristic.lsl, characteristic.target_value].some(
    (line) => line !== null,
  );

  return (
    <div
      role="toolbar"
      aria-label={t('toolbar.label')}
      className="flex shrink-0 flex-wrap items-center gap-2 print:hidden"
    >
      <RangePicker window={state.window} onChange={(window) => onChange({ window })} />
      {isCapped && (
        <span className="text-xs text-ink-muted">{t('toolbar.capped', { count: MAX_POINTS })}</span>
      )}
      <Segmented
        label={t('toolbar.axis')}
        value={state.axis}
        onChange={(axis) => onChange({ axis })}
        options={[
          { value: 'index', label: t('toolbar.axisIndex') },
          { value: 'time', label: t('toolbar.axisTime') },
        ]}
      />
      {hasSpec && (
        <Button
          pressed={state.showSpec && !isStandardized}
          disabled={isStandardized}
          title={t(isStandardized ? 'toolbar.specStandardized' : 'toolbar.specHint')}
          onClick={() => onChange({ showSpec: !state.showSpec })}
        >
          {t('toolbar.spec')}
        </Button>
      )}
      {/* Capability and its histogram are defined for measured values; counts have none. */}
      {isMeasured && (
        <Segmented
          label={t('toolbar.histogram')}
          value={state.histogram}
          onChange={(histogram) => onChange({ histogram })}
          options={[
            {
              value: 'below',
              title: t('toolbar.histogramBelow'),
              label: <PanelBottom size={ICON} aria-hidden />,
            },
            {
              value: 'right',
              title: t('toolbar.histogramRight'),
              label: <PanelRight size={ICON} aria-hidden />,
            },
            {
              value: 'hidden',
              title: t('toolbar.histogramHidden'),
              label: <Square size={ICON} aria-hidden />,
            },
          ]}
        />
      )}
      <Segmented
        label={t('toolbar.view')}
        value={state.view}
        onChange={(view) => onChange({ view })}
        options={[
          { value: 'chart', title: t('toolbar.viewChart'), label: <ChartSpline size={ICON} aria-hidden /> },
          { value: 'table', title: t('toolbar.viewTable'), label: <Table2 size={ICON} aria-hidden /> },
        ]}
      />
      <div className="flex-1" />
      {model?.hasLimits && (
        <LimitsButton characteristic={characteristic} canChange={canRecalculate} compact />
      )}
      {canRecalculate && <RulesButton characteristic={characteristic} />}
      {canEnter && characteristic.data_source === null && (
        <QuickEntryButton characteristic={characteristic} shortcut />
      )}
    </div>
  );
}
