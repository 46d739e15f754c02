// The address bar holds what the dashboard shows, so that a view can be bookmarked and sent to a colleague. Pure: text to
// state and back. What the address does not say comes from the preferences of this browser.
import type { ChartWindow } from '@/shared/api/chart-window';
import { parseWindow, writeWindow } from '@/shared/api/chart-window-text';
import type { XAxisMode } from '@/shared/charts/control-scene';
import { positiveInteger } from '@/shared/lib/positive-integer';

export type HistogramPosition = 'below' | 'right' | 'hidden';
export type DashboardView = 'chart' | 'table';

export interface DashboardPreferences {
  window: ChartWindow;
  axis: XAxisMode;
  histogram: HistogramPosition;
  showSpec: boolean;
  view: DashboardView;
}

export interface DashboardState extends DashboardPreferences {
  plantId: number | null;
  characteristicId: number | null;
  sampleId: number | null;
}

export const defaultPreferences: DashboardPreferences = {
  window: { kind: 'last', count: 50 },
  axis: 'index',
  histogram: 'right',
  showSpec: true,
  view: 'chart',
};

const oneOf = <T extends string>(text: string | null, allowed: readonly T[], otherwise: T): T =>
  allowed.find((value) => value === text) ?? otherwise;

export function readDashboard(params: URLSearchParams, preferences: DashboardPreferences): DashboardState {
  const spec = params.get('spec');
  return {
    plantId: positiveInteger(params.get('plant')),
    characteristicId: positiveInteger(params.get('c')),
    sampleId: positiveInteger(params.get('sample')),
    window: parseWindow(params.get('range')) ?? preferences.window,
    axis: oneOf(params.get('x'), ['index', 'time'], preferences.axis),
    histogram: oneOf(params.get('hist'), ['below', 'right', 'hidden'], preferences.histogram),
    showSpec: spec === null ? preferences.showSpec : spec !== '0',
    view: oneOf(params.get('view'), ['chart', 'table'], preferences.view),
  };
}

export function writeDashboard(state: DashboardState): URLSearchParams {
  const params = new URLSearchParams();
  if (state.characteristicId === null) return params;
  if (state.plantId !== null) params.set('plant', String(state.plantId));
  params.set('c', String(state.characteristicId));
  params.set('range', writeWindow(state.window));
  params.set('x', state.axis);
  params.set('hist', state.histogram);
  params.set('spec', state.showSpec ? '1' : '0');
  params.set('view', state.view);
  if (state.sampleId !== null) params.set('sample', String(state.sampleId));
  return params;
}
