import { unmetParameters } from '@/shared/address/address-check';
import {
  DASHBOARD_RULES,
  type DashboardState,
  defaultPreferences,
  readDashboard,
  writeDashboard,
} from './dashboard-url';

const read = (text: string): DashboardState => readDashboard(new URLSearchParams(text), defaultPreferences);
const state: DashboardState = {
  plantId: 2,
  characteristicId: 7,
  sampleId: 9,
  window: { kind: 'recent', minutes: 43_200 },
  axis: 'time',
  histogram: 'below',
  showSpec: false,
  view: 'table',
};

describe('the address of the dashboard', () => {
  it('holds everything that is shown', () => {
    expect(readDashboard(writeDashboard(state), defaultPreferences)).toEqual(state);
  });

  it('may ask for all there is', () => {
    const all: DashboardState = { ...state, window: { kind: 'all' } };
    expect(writeDashboard(all).get('range')).toBe('all');
    expect(readDashboard(writeDashboard(all), defaultPreferences)).toEqual(all);
  });

  it('asks for nothing that cannot be shown', () =>
    expect(unmetParameters(writeDashboard(state), DASHBOARD_RULES)).toEqual([]));

  it('shows as many points as there can be when it asks for more', () =>
    expect(read('range=last10000').window).toEqual({ kind: 'last', count: 1000 }));

  it('takes what it does not say, or says badly, from the preferences', () =>
    expect(read('plant=x&range=never&x=weeks&hist=left&spec=maybe&view=table2')).toEqual({
      ...defaultPreferences,
      plantId: null,
      characteristicId: null,
      sampleId: null,
    }));
});
