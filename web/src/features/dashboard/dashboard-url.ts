// The address bar holds what the dashboard shows, so that a view can be bookmarked and sent to a colleague. Pure: text to
// state and back. What the address does not say comes from the preferences of this browser.
import type { ChartWindow } from '@/shared/api/chart-window';
import type { XAxisMode } from '@/shared/charts/control-scene';

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

const RECENT: Record<string, number> = { '1h': 60, '8h': 480, '24h': 1440, '7d': 10_080 };
const MAX_COUNT = 1000;

const isoTime = (text: string | undefined): string | null => {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
};

export function parseWindow(text: string | null): ChartWindow | null {
  if (!text) return null;
  const minutes = RECENT[text];
  if (minutes !== undefined) return { kind: 'recent', minutes };
  const count = Number(/^last(\d+)$/.exec(text)?.[1]);
  if (count >= 1 && count <= MAX_COUNT) return { kind: 'last', count };
  const [start, end] = text.split('~');
  const from = isoTime(start);
  const to = isoTime(end);
  return from && to && from < to ? { kind: 'between', from, to } : null;
}

export function writeWindow(window: ChartWindow): string {
  switch (window.kind) {
    case 'last':
      return `last${window.count}`;
    case 'between':
      return `${window.from}~${window.to}`;
    case 'recent':
      return Object.keys(RECENT).find((name) => RECENT[name] === window.minutes) ?? '24h';
  }
}

const oneOf = <T extends string>(text: string | null, allowed: readonly T[], otherwise: T): T =>
  allowed.find((value) => value === text) ?? otherwise;

const positiveInteger = (text: string | null): number | null =>
  text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;

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
