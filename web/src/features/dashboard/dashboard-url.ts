// The address bar holds what the dashboard shows, so that a view can be bookmarked and sent to a colleague. Pure: text to
// state and back. What the address does not say comes from the preferences of this browser.
import type { ChartWindow } from '@/shared/api/chart-window';
import { nearestWindow, parseWindow, writeWindow } from '@/shared/api/chart-window-text';
import { type AddressRules, choice } from '@/shared/address/address-check';
import type { XAxisMode } from '@/shared/charts/control-scene';
import { positiveInteger } from '@/shared/lib/positive-integer';

const AXES: readonly XAxisMode[] = ['index', 'time'];
const HISTOGRAMS = ['below', 'right', 'hidden'] as const;
const VIEWS = ['chart', 'table'] as const;
export type HistogramPosition = (typeof HISTOGRAMS)[number];
export type DashboardView = (typeof VIEWS)[number];

/** What the address may hold. */
export const DASHBOARD_RULES: AddressRules = {
  plant: { kind: 'number' },
  c: { kind: 'number' },
  sample: { kind: 'number' },
  range: { kind: 'range' },
  x: choice(AXES),
  hist: choice(HISTOGRAMS),
  spec: choice([0, 1]),
  view: choice(VIEWS),
};

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
  const range = params.get('range');
  return {
    plantId: positiveInteger(params.get('plant')),
    characteristicId: positiveInteger(params.get('c')),
    sampleId: positiveInteger(params.get('sample')),
    window: parseWindow(range) ?? nearestWindow(range) ?? preferences.window,
    axis: oneOf(params.get('x'), AXES, preferences.axis),
    histogram: oneOf(params.get('hist'), HISTOGRAMS, preferences.histogram),
    showSpec: spec === '0' || spec === '1' ? spec === '1' : preferences.showSpec,
    view: oneOf(params.get('view'), VIEWS, preferences.view),
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
