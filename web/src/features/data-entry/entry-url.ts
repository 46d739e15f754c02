// The address bar holds what data entry shows. Pure: text to state and back.
import { type AddressRules, choice } from '@/shared/address/address-check';
import type { ChartWindow } from '@/shared/api/chart-window';
import { parseWindow, writeWindow } from '@/shared/api/chart-window-text';
import { positiveInteger } from '@/shared/lib/positive-integer';

export type EntryView = 'entry' | 'history';

/** What the address may hold. */
export const ENTRY_RULES: AddressRules = {
  plant: { kind: 'number' },
  c: { kind: 'number' },
  view: choice(['entry', 'history']),
  range: { kind: 'span' },
  excluded: choice([0, 1]),
  sort: choice(['asc', 'desc']),
  page: { kind: 'number' },
};

export interface EntryState {
  plantId: number | null;
  characteristicId: number | null;
  view: EntryView;
  /** Null shows all time. */
  window: ChartWindow | null;
  includeExcluded: boolean;
  oldestFirst: boolean;
  page: number;
}

export function readEntry(params: URLSearchParams): EntryState {
  const window = parseWindow(params.get('range'));
  return {
    plantId: positiveInteger(params.get('plant')),
    characteristicId: positiveInteger(params.get('c')),
    view: params.get('view') === 'history' ? 'history' : 'entry',
    // A number of samples is what the pages are for.
    window: window?.kind === 'last' || window?.kind === 'all' ? null : window,
    includeExcluded: params.get('excluded') === '1',
    oldestFirst: params.get('sort') === 'asc',
    page: positiveInteger(params.get('page')) ?? 1,
  };
}

export function writeEntry(state: EntryState): URLSearchParams {
  const params = new URLSearchParams();
  if (state.plantId !== null && state.characteristicId !== null) params.set('plant', String(state.plantId));
  if (state.characteristicId !== null) params.set('c', String(state.characteristicId));
  if (state.view === 'entry') return params;
  params.set('view', state.view);
  if (state.window) params.set('range', writeWindow(state.window));
  if (state.includeExcluded) params.set('excluded', '1');
  if (state.oldestFirst) params.set('sort', 'asc');
  if (state.page > 1) params.set('page', String(state.page));
  return params;
}
